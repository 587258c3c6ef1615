package io.medseg.model;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How to load a model: a value that travels to executors. Equal recipes mean the same model, which
 * one JVM loads once per device.
 */
public interface ModelRecipe extends Serializable {
  /**
   * Loads it here.
   *
   * @param hadoop the file systems' settings
   * @param device where it shall run
   * @throws io.medseg.InputException if it cannot be loaded; the message says why and where
   */
  SegmentationModel load(Configuration hadoop, Device device);

  /**
   * What the model takes and gives, for checks before anything runs. By default it is loaded and
   * asked; a recipe that can read it from the files needs no engine for it.
   *
   * @param hadoop the file systems' settings
   * @throws io.medseg.InputException if there is no such model
   */
  default ModelSignature signature(Configuration hadoop) {
    try (SegmentationModel model = load(hadoop, Device.CPU)) {
      return model.signature();
    }
  }

  /** SHA-256 over its files, or another text that changes when the model does. */
  String fingerprint();

  /**
   * What predictions depend on, as a text: the fingerprint, and how the model is asked where that
   * can be chosen.
   */
  default String identity() {
    return fingerprint();
  }
}
