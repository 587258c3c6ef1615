package io.medseg.spark;

import io.medseg.dataset.Category;
import io.medseg.dataset.Scan;
import io.medseg.segmentation.ProbabilityUse;
import io.medseg.segmentation.SegmentationWriter;
import io.medseg.segmentation.SegmentationWriters;
import io.medseg.segmentation.WriterSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What is made of the labels of a scan beside its row: a value that travels.
 *
 * @param scoring whether they are compared with the truth
 * @param formats names of writers as {@link SegmentationWriters} reads them; null: nothing is
 *     written
 * @param settings of the writers
 * @param classes of the labels
 * @param run folder of the run's results, with file system and from the root; null if nothing is
 *     written
 */
public record Delivery(
    Scoring scoring, String formats, WriterSettings settings, List<Category> classes, String run)
    implements Serializable {
  /** Whether labels are compared with the truth. */
  public enum Scoring {
    /** A scan without truth fails. */
    WITH_TRUTH,
    /** Masks are not even read. */
    NONE
  }

  /** Scores, and nothing else. */
  public static final Delivery SCORES =
      new Delivery(Scoring.WITH_TRUTH, null, WriterSettings.DEFAULT, List.of(), null);

  /** Copies the list. */
  public Delivery {
    classes = List.copyOf(classes);
  }

  /**
   * The writers, made anew.
   *
   * @throws io.medseg.InputException if one is unknown or refuses the settings
   */
  List<SegmentationWriter> writers() {
    return formats == null ? List.of() : SegmentationWriters.parse(formats, settings);
  }

  /**
   * Refuses a scan of which no file could be written.
   *
   * @throws io.medseg.InputException naming it
   */
  void check(Scan scan) {
    if (formats != null) {
      SegmentationWriters.checkScanId(scan.scanId());
    }
  }

  /** Whether probabilities must be kept until a scan is written. */
  boolean wantsProbabilities() {
    return writers().stream().anyMatch(writer -> writer.probabilities() == ProbabilityUse.WANTED);
  }

  /** What the files of a scan depend on, as a text. */
  String identity() {
    return scoring + " " + formats + " " + settings + " " + classes;
  }
}
