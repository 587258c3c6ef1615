package io.medseg.dataset;

/**
 * Reads scans; opened where it is used, never sent. One thread at a time. Every failure is an
 * {@link io.medseg.InputException} whose message names scan, file and dataset, what was found and
 * what was expected.
 */
public interface ScanReader extends AutoCloseable {
  /** Shapes only; opens as few files as it can. */
  ScanHeader header(Scan scan);

  /**
   * The scan: every file is opened once, or once for each contrast in it. An image that is too
   * large for the memory meant for it is read while it is used; then it can be used until the next
   * call of this method or of {@link #close}.
   */
  ScanData read(Scan scan);

  @Override
  void close();
}
