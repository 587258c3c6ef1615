package com.example.medseg;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.dataset.ScanSource.NormalizedVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoEchoesLayoutTest {
  @TempDir private Path folder;

  @Test
  void givesEachScanBothEchoesOfItsFile() throws IOException {
    Path root = folder.resolve("test.json");
    Files.writeString(root, "{\"images\": [{\"file_name\": \"a.h5\", \"scan_id\": \"MTR_001\"}]}");
    Files.write(folder.resolve("a.h5"), new byte[7]);
    Dataset dataset =
        new Dataset(
            "knees",
            root.toString(),
            TwoEchoesLayout.class.getName(),
            List.of(),
            null,
            "SemSegEvaluator",
            Map.of());

    FileSystem files = FileSystem.getLocal(new Configuration(false));
    Scan scan = new TwoEchoesLayout().scans(dataset, files).get(0);

    String file = "file:" + folder.resolve("a.h5");
    assertThat(scan.scanId()).isEqualTo("MTR_001");
    assertThat(scan.bytes()).isEqualTo(7);
    assertThat(scan.source())
        .isEqualTo(
            new ScanSource.Contrasts(
                new NormalizedVolume(file, "echo1", "stats/echo1", "seg", null),
                List.of(new NormalizedVolume(file, "echo2", "stats/echo2", "seg", null))));
  }
}
