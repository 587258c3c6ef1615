package io.medseg.model;

/** How much a model may do. */
public enum ModelTrust {
  /** It is looked over before it is loaded; one that could touch files or run code is refused. */
  CHECKED,
  /** Whoever asks for it answers for it: option --trust-model. */
  TRUSTED
}
