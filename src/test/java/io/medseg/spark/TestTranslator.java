package io.medseg.spark;

/** A class that a param of {@link BinaryPredictor} can be an instance of. */
public final class TestTranslator implements Runnable {
  @Override
  public void run() {}
}
