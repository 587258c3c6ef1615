package io.medseg.experiment;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Settings of an experiment: MedSegPy's keys, upper case. Immutable; a value that travels. */
public final class Experiment implements Serializable {
  private static final long serialVersionUID = 1L;
  private final TreeMap<String, Object> values;
  private final Parity parity;

  private Experiment(TreeMap<String, Object> values, Parity parity) {
    this.values = values;
    this.parity = parity;
  }

  /**
   * An experiment of these keys (upper case) and literals (Boolean, Long, Double, String, List,
   * Map, null).
   */
  public static Experiment of(Map<String, ?> values, Parity parity) {
    return new Experiment(new TreeMap<>(values), parity);
  }

  /** Whose numbers are wanted. */
  public Parity parity() {
    return parity;
  }

  /** Every key that was given. */
  public Map<String, Object> values() {
    return new TreeMap<>(values);
  }
}
