package io.medseg.segmentation;

import io.medseg.dataset.Category;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Names and colours of classes as a NIfTI extension: the XML of Caret and Connectome Workbench,
 * CaretExtension / VolumeInformation / LabelTable, with code 0, as TotalSegmentator writes and
 * reads it. Caret's own code is 30, but {@code get_content} of nibabel 5 fails for that one.
 */
final class CaretLabels {
  private static final int CODE = 0;

  private CaretLabels() {}

  /** Size, code and XML, with zeros behind up to a multiple of 16 bytes; class i has key i + 1. */
  static byte[] extension(List<Category> classes) {
    byte[] xml = xml(classes).getBytes(StandardCharsets.UTF_8);
    int size = (8 + xml.length + 15) / 16 * 16;
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(size)
        .putInt(CODE)
        .put(xml)
        .array();
  }

  private static String xml(List<Category> classes) {
    ClassColors colors = new ClassColors(classes);
    StringBuilder labels = new StringBuilder();
    for (int c = 0; c < classes.size(); c++) {
      labels.append(
          String.format(
              Locale.ROOT,
              "<Label Key=\"%d\" Red=\"%.4f\" Green=\"%.4f\" Blue=\"%.4f\" Alpha=\"1\">%s</Label>\n",
              c + 1,
              colors.red(c) / 255.0,
              colors.green(c) / 255.0,
              colors.blue(c) / 255.0,
              escaped(classes.get(c).name())));
    }
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <CaretExtension>
        <VolumeInformation Index="0">
        <LabelTable>
        %s</LabelTable>
        <StudyMetaDataLinkSet></StudyMetaDataLinkSet>
        <VolumeType>Label</VolumeType>
        </VolumeInformation>
        </CaretExtension>
        """
        .formatted(labels);
  }

  /** Text of XML 1.0, which has no control characters. */
  private static String escaped(String name) {
    return name.replaceAll("\\p{Cntrl}", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
