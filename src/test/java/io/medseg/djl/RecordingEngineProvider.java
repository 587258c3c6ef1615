package io.medseg.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;

/**
 * An engine that is never made. DJL asks every provider for its name while its Engine class loads,
 * just before it would call home: what it finds set then is recorded.
 */
public final class RecordingEngineProvider implements EngineProvider {
  static volatile String optOutTracking = "the Engine class was not loaded";
  static volatile String offline = "the Engine class was not loaded";

  @Override
  public String getEngineName() {
    optOutTracking = System.getProperty("OPT_OUT_TRACKING");
    offline = System.getProperty("ai.djl.offline");
    return "Recording";
  }

  @Override
  public int getEngineRank() {
    return Integer.MAX_VALUE - 1;
  }

  @Override
  public Engine getEngine() {
    throw new UnsupportedOperationException("This engine only records");
  }
}
