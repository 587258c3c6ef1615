package io.medseg.segmentation;

import io.medseg.ledger.WrittenFile;
import java.util.List;

/**
 * Writes the segmentation of a scan in one format. Found by name ({@link SegmentationWriters}): a
 * built-in name, or the full name of a public class with a public constructor that takes {@link
 * WriterSettings} and refuses those it cannot follow.
 *
 * <p>A writer keeps nothing from scan to scan, so the same scan gives the same bytes whenever and
 * wherever it is written. One is made per task and used by one thread.
 */
public interface SegmentationWriter {
  /** Whether it needs {@link Segmentation#probabilities}, which cost time and disk to keep. */
  ProbabilityUse probabilities();

  /**
   * Writes the files of a scan.
   *
   * @param segmentation read only; the caller closes what it holds
   * @param out writes files of this scan, whole or not at all
   * @return what was written, as {@link OutputFolder#write} gave it
   * @throws io.medseg.InputException naming scan and file, if one cannot be written
   */
  List<WrittenFile> write(Segmentation segmentation, OutputFolder out);
}
