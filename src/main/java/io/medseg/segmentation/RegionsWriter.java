package io.medseg.segmentation;

import io.medseg.ledger.WrittenFile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes {@code regions/<scan_id>.csv}: a row for each class with its voxels, volume, place and
 * number of parts. {@link RegionsCsv#merge} makes one table of a run's.
 */
public final class RegionsWriter implements SegmentationWriter {
  /** A writer; nothing is set for it. */
  public RegionsWriter(WriterSettings settings) {}

  @Override
  public ProbabilityUse probabilities() {
    return ProbabilityUse.NONE;
  }

  @Override
  public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
    List<RegionRow> rows =
        IntStream.range(0, segmentation.classes().size())
            .mapToObj(category -> RegionRow.of(segmentation, category))
            .toList();
    return List.of(RegionsCsv.write(segmentation.scanId(), rows, out));
  }
}
