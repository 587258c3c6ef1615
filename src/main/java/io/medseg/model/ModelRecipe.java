package io.medseg.model;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How to load a model: a value that travels to executors. Equal recipes mean the same model, which
 * one JVM loads once.
 */
public interface ModelRecipe extends Serializable {
  /**
   * Loads it here.
   *
   * @param hadoop the file systems' settings
   * @throws io.medseg.InputException if it cannot be loaded; the message says why and where
   */
  SegmentationModel load(Configuration hadoop);

  /** SHA-256 over its files, or another text that changes when the model does. */
  String fingerprint();
}
