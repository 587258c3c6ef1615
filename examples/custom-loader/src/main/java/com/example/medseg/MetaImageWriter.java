package com.example.medseg;

import io.medseg.InputException;
import io.medseg.ledger.WrittenFile;
import io.medseg.segmentation.OutputFolder;
import io.medseg.segmentation.ProbabilityUse;
import io.medseg.segmentation.Segmentation;
import io.medseg.segmentation.SegmentationWriter;
import io.medseg.segmentation.WriterSettings;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes {@code metaimage/<scan_id>.mha}: a label map in ITK's own format, of bytes, W fastest; of
 * classes that overlap, the first wins.
 */
public final class MetaImageWriter implements SegmentationWriter {

  /** What --write makes. */
  public MetaImageWriter(WriterSettings settings) {
    if (settings.overlap() == WriterSettings.Overlap.SEPARATE) {
      throw new InputException("Invalid --overlap: separate: MetaImageWriter writes one map only");
    }
  }

  @Override
  public ProbabilityUse probabilities() {
    return ProbabilityUse.NONE;
  }

  @Override
  public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
    String name = "metaimage/" + segmentation.scanId() + ".mha";
    return List.of(
        out.write(
            name,
            file -> {
              file.write(header(segmentation).getBytes(StandardCharsets.US_ASCII));
              writeLabels(segmentation.labels(), file);
            }));
  }

  private static String header(Segmentation segmentation) {
    Shape shape = segmentation.shape();
    Spacing mm = segmentation.spacing();
    return String.join(
        "\n",
        "ObjectType = Image",
        "NDims = 3",
        "BinaryData = True",
        "BinaryDataByteOrderMSB = False",
        "ElementSpacing = " + mm.width() + " " + mm.height() + " " + mm.depth(),
        "DimSize = " + shape.get(1) + " " + shape.get(0) + " " + shape.get(2),
        "ElementType = MET_UCHAR",
        "ElementDataFile = LOCAL",
        "");
  }

  /** Slice by slice, so that no second volume is held. */
  private static void writeLabels(MaskVolume labels, OutputStream out) throws IOException {
    int height = labels.shape().get(0);
    int width = labels.shape().get(1);
    byte[] slice = new byte[height * width];
    for (int d = 0; d < labels.shape().get(2); d++) {
      for (int i = 0; i < slice.length; i++) {
        slice[i] = label(labels, i / width, i % width, d);
      }
      out.write(slice);
    }
  }

  private static byte label(MaskVolume labels, int h, int w, int d) {
    for (int c = 0; c < labels.classes(); c++) {
      if (labels.get(h, w, d, c)) {
        return (byte) (c + 1);
      }
    }
    return 0;
  }
}
