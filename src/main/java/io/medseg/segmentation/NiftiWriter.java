package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.ledger.WrittenFile;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes {@code predictions/<scan_id>.nii.gz}, a NIfTI-1 label map H x W x D of uint8: class i has
 * the value i + 1, background 0. Where classes overlap, the class that comes first wins; or each
 * class has a file of its own, {@code <scan_id>_<value>-<abbreviation>.nii.gz}, with the same
 * value. Class names and colours lie in an extension ({@link CaretLabels}). Probabilities are
 * written if the settings ask for them: {@code <scan_id>_probs.nii.gz}, H x W x D x C of float32
 * (the format has no float16). Holds one plane.
 *
 * <p>sform, and qform where the axes stand at right angles, come from the affine, with code 2.
 * Where it is unknown both codes are 0 and the description says so.
 */
public final class NiftiWriter implements SegmentationWriter {
  private static final int MOST_CLASSES = 255;

  private final WriterSettings settings;

  /** A writer that writes probabilities only if the settings say so. */
  public NiftiWriter(WriterSettings settings) {
    this.settings = settings;
  }

  @Override
  public ProbabilityUse probabilities() {
    return settings.probsOr(WriterSettings.Probs.NONE) == WriterSettings.Probs.NONE
        ? ProbabilityUse.NONE
        : ProbabilityUse.WANTED;
  }

  @Override
  public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
    check(segmentation);
    List<WrittenFile> written = new ArrayList<>();
    int classes = segmentation.labels().classes();
    if (settings.overlap() == WriterSettings.Overlap.PRIORITY) {
      written.add(writeLabels(segmentation, name(segmentation, ""), 0, classes, out));
    } else {
      for (int c = 0; c < classes; c++) {
        Category category = segmentation.classes().get(c);
        String ending = "_" + (c + 1) + "-" + FileNames.part(category.abbreviation());
        written.add(writeLabels(segmentation, name(segmentation, ending), c, c + 1, out));
      }
    }
    if (probabilities() == ProbabilityUse.WANTED) {
      written.add(writeProbabilities(segmentation, out));
    }
    return written;
  }

  private static void check(Segmentation segmentation) {
    if (segmentation.labels().classes() > MOST_CLASSES) {
      throw new InputException(
          "Cannot write NIfTI of scan %s: %d classes; a label map has %d at most"
              .formatted(segmentation.scanId(), segmentation.labels().classes(), MOST_CLASSES));
    }
    if (Arrays.stream(segmentation.shape().toArray()).max().orElse(0) > NiftiHeader.MOST) {
      throw new InputException(
          "Cannot write NIfTI of scan %s: its shape is %s; an axis has %d voxels at most"
              .formatted(segmentation.scanId(), segmentation.shape(), NiftiHeader.MOST));
    }
  }

  private static String name(Segmentation segmentation, String ending) {
    return "predictions/" + segmentation.scanId() + ending + ".nii.gz";
  }

  private static String note(Segmentation segmentation, String what) {
    return segmentation.affine() == null ? what + "; orientation unknown" : what;
  }

  /** Writes the classes of a range. */
  private WrittenFile writeLabels(
      Segmentation segmentation, String name, int from, int to, OutputFolder out) {
    String what =
        to - from == segmentation.labels().classes()
            ? "medseg-spark labels; in overlaps the first wins"
            : "medseg-spark labels of one class";
    NiftiHeader header =
        new NiftiHeader(
            segmentation.shape(),
            NiftiHeader.Type.LABELS,
            segmentation.spacing(),
            segmentation.affine(),
            note(segmentation, what));
    byte[] head = header.with(CaretLabels.extension(segmentation.classes()));
    return out.write(
        name,
        stream -> {
          try (OutputStream gzip = new GzipStream(stream)) {
            gzip.write(head);
            writePlanes(segmentation.labels(), from, to, gzip);
          }
        });
  }

  /** Values in the order of the file: H the fastest, then W, then D. */
  private static void writePlanes(MaskVolume labels, int from, int to, OutputStream out)
      throws IOException {
    int height = labels.shape().get(0);
    byte[] plane = new byte[height * labels.shape().get(1)];
    for (int d = 0; d < labels.shape().get(2); d++) {
      Arrays.fill(plane, (byte) 0);
      // Backwards, so that the first class stays.
      for (int c = to - 1; c >= from; c--) {
        byte value = (byte) (c + 1);
        for (int h = 0; h < height; h++) {
          int row = h;
          MaskBits.forEach(labels, c, h, d, w -> plane[w * height + row] = value);
        }
      }
      out.write(plane);
    }
  }

  private WrittenFile writeProbabilities(Segmentation segmentation, OutputFolder out) {
    ProbabilityStore store = segmentation.keptProbabilities();
    Shape shape = store.shape().append(store.classes());
    NiftiHeader header =
        new NiftiHeader(
            shape,
            NiftiHeader.Type.FLOATS,
            segmentation.spacing(),
            segmentation.affine(),
            note(segmentation, "medseg-spark probabilities"));
    return out.write(
        name(segmentation, "_probs"),
        stream -> {
          try (OutputStream gzip = new GzipStream(stream)) {
            gzip.write(header.with(new byte[0]));
            writeVolumes(store, gzip);
          }
        });
  }

  /** One volume after the other, as the format wants it: the store is read once for each class. */
  private static void writeVolumes(ProbabilityStore store, OutputStream out) throws IOException {
    int height = store.shape().get(0);
    int width = store.shape().get(1);
    int classes = store.classes();
    float[] plane = new float[height * width * classes];
    ByteBuffer bytes =
        ByteBuffer.allocate(height * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < classes; c++) {
      for (int d = 0; d < store.shape().get(2); d++) {
        store.plane(d, plane);
        for (int w = 0; w < width; w++) {
          for (int h = 0; h < height; h++) {
            bytes.putFloat((w * height + h) * Float.BYTES, plane[(h * width + w) * classes + c]);
          }
        }
        out.write(bytes.array());
      }
    }
  }
}
