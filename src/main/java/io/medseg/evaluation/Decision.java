package io.medseg.evaluation;

/** How probabilities become labels. */
public enum Decision {
  /** Each class by itself: set where p &gt; 0.5, strictly; classes may overlap. */
  SIGMOID,
  /** The class of the greatest p, the first of equals. */
  SOFTMAX
}
