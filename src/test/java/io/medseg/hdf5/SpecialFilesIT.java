package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.medseg.InputException;
import io.medseg.TestProcess;
import io.medseg.Waiting;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.model.ModelFingerprint;
import io.medseg.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a named pipe or a device, which nobody may ever write to, is refused and not opened.
 */
@Timeout(value = Waiting.MINUTES, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
class SpecialFilesIT {
  private static final String WHY = "it is a named pipe, a socket or a device, not a file";

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration(false);

  @BeforeEach
  void makePipes() throws Exception {
    for (String name : List.of("0000001_V00.h5", "e.yaml", "model/saved_model.pb")) {
      Files.createDirectories(folder.resolve(name).getParent());
      ProcessBuilder pipe = new ProcessBuilder("mkfifo", folder.resolve(name).toString());
      assumeTrue(TestProcess.run(pipe).code() == 0, "mkfifo makes no named pipe here");
    }
    Files.createSymbolicLink(folder.resolve("0000002_V00.h5"), Path.of("/dev/zero"));
  }

  @Test
  void asScans() throws Exception {
    Dataset dataset =
        new Dataset(
            "d", folder.toString(), "volumes", List.of(), null, "SemSegEvaluator", Map.of());
    List<Scan> scans = Layouts.of("volumes").scans(dataset, FileSystem.getLocal(hadoop));
    assertThat(scans).hasSize(2);
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      for (Scan scan : scans) {
        assertThatThrownBy(() -> reader.header(scan))
            .isInstanceOf(InputException.class)
            .hasMessage(
                "Cannot read scan %s: cannot open HDF5 file file:%s/%s.h5: %s",
                scan.scanId(), folder, scan.scanId(), WHY);
      }
    }
  }

  @Test
  void asTexts() {
    for (String path : List.of(folder.resolve("e.yaml").toString(), "/dev/zero")) {
      assertThatThrownBy(
              () -> TextFile.read("experiment", new org.apache.hadoop.fs.Path(path), hadoop))
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot read experiment %s: %s", path, WHY);
    }
  }

  @Test
  void asAModel() {
    String model = folder.resolve("model").toString();
    assertThatThrownBy(() -> ModelFingerprint.of(model, hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model %s: saved_model.pb: %s", model, WHY);
  }
}
