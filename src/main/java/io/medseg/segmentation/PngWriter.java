package io.medseg.segmentation;

import io.medseg.ledger.WrittenFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes pictures of slices ({@link Preview}): {@code previews/<scan_id>.png} of the slice with
 * most foreground, or {@code previews/<scan_id>_<axis><index>.png} of several or all, across the
 * axis that the settings name. Reads the image in ascending order and holds 16 MiB of slices.
 */
public final class PngWriter implements SegmentationWriter {
  private static final long MEMORY = 16L << 20;

  private final WriterSettings settings;

  /** A writer of the slices and the axis that the settings name. */
  public PngWriter(WriterSettings settings) {
    this.settings = settings;
  }

  @Override
  public ProbabilityUse probabilities() {
    return ProbabilityUse.NONE;
  }

  @Override
  public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
    long[] foreground = SliceView.foreground(segmentation.labels(), settings.axis());
    List<SliceView> views =
        Arrays.stream(settings.slices().choose(foreground))
            .mapToObj(index -> new SliceView(settings.axis(), index, segmentation.shape()))
            .toList();
    int together = together(views.get(0));
    List<WrittenFile> written = new ArrayList<>();
    for (int from = 0; from < views.size(); from += together) {
      int to = Math.min(from + together, views.size());
      written.addAll(writeTogether(segmentation, views.subList(from, to), out));
    }
    return written;
  }

  private static int together(SliceView view) {
    return (int) Math.max(1, MEMORY / (4L * view.rows() * view.columns()));
  }

  private List<WrittenFile> writeTogether(
      Segmentation segmentation, List<SliceView> views, OutputFolder out) {
    List<float[]> images =
        views.stream().map(view -> new float[view.rows() * view.columns()]).toList();
    for (int d = 0; d < segmentation.depth(); d++) {
      for (int i = 0; i < views.size(); i++) {
        if (views.get(i).meets(d)) {
          views.get(i).copy(d, segmentation.image().plane(d), images.get(i));
        }
      }
    }
    List<WrittenFile> written = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      PngImage picture = new Preview(segmentation, views.get(i)).draw(images.get(i));
      written.add(out.write(name(segmentation, views.get(i)), picture::writeTo));
    }
    return written;
  }

  private String name(Segmentation segmentation, SliceView view) {
    String slice =
        settings.slices().equals(Slices.MOST)
            ? ""
            : String.format(
                Locale.ROOT, "_%s%03d", view.axis().name().toLowerCase(Locale.ROOT), view.index());
    return "previews/" + segmentation.scanId() + slice + ".png";
  }
}
