package com.example.medseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.ledger.WrittenFile;
import io.medseg.segmentation.OutputFolder;
import io.medseg.segmentation.Segmentation;
import io.medseg.segmentation.WriterSettings;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaImageWriterTest {
  @TempDir private Path folder;

  @Test
  void writesHeaderAndLabels() throws IOException {
    MaskVolume labels = MaskVolume.empty(2, 3, 2, 2);
    labels.set(0, 2, 0, 1);
    labels.set(1, 0, 1, 0);
    labels.set(1, 0, 1, 1);

    List<WrittenFile> written =
        new MetaImageWriter(WriterSettings.DEFAULT).write(segmentation(labels), out());

    byte[] bytes = Files.readAllBytes(folder.resolve("metaimage/s1.mha"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int data = text.indexOf("LOCAL\n") + "LOCAL\n".length();
    assertThat(text).contains("ElementSpacing = 0.4 0.5 1.5\nDimSize = 3 2 2\n");
    assertThat(text.substring(data)).isEqualTo("\0\0\2" + "\0\0\0" + "\0\0\0" + "\1\0\0");
    assertThat(written).extracting(WrittenFile::name).containsExactly("metaimage/s1.mha");
  }

  private OutputFolder out() {
    org.apache.hadoop.fs.Path run = new org.apache.hadoop.fs.Path(folder.toString());
    return OutputFolder.ofScan(run, "s1", new Configuration(false));
  }

  private static Segmentation segmentation(MaskVolume labels) {
    List<Category> classes =
        List.of(
            new Category(List.of(0), "first", "a", List.of()),
            new Category(List.of(1), "second", "b", List.of()));
    return new Segmentation(
        "s1",
        null,
        Shape.of(2, 3, 2),
        new Spacing(0.5, 0.4, 1.5),
        null,
        classes,
        Volume.zeros(2, 3, 2),
        labels,
        null,
        null);
  }

  @Test
  void refusesAMapForEachClass() {
    assertThatThrownBy(
            () -> new MetaImageWriter(WriterSettings.parse(Map.of("overlap", "separate"))))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid --overlap: separate: MetaImageWriter writes one map only");
  }
}
