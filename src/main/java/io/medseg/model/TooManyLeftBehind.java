package io.medseg.model;

import io.medseg.InputException;

/** A model is not loaded once more, since it did not return too often in this JVM. */
public final class TooManyLeftBehind extends InputException {
  private static final long serialVersionUID = 1L;

  TooManyLeftBehind(int models) {
    super(
        ("the model did not return from %d scans of this executor (--scan-timeout) and is not"
                + " loaded once more; look why at the scans that took too long, leave them out or"
                + " give more time, and run again with --resume")
            .formatted(models));
  }
}
