package io.medseg.hdf5;

/**
 * Why a dataset is not read, in words that continue "Cannot read dataset d of f: "; {@link
 * Hdf5File} makes the whole message.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String reason) {
    super(reason);
  }

  Refusal(String reason, Throwable cause) {
    super(reason, cause);
  }
}
