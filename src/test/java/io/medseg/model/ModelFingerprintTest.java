package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFingerprintTest {
  private final Configuration hadoop = RemoteFileSystem.configuration();

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model = ModelFixture.write(folder.resolve("my model"));
  }

  /**
   * From Python: hashlib.sha256(b"".join(n.encode() + b"\0" + struct.pack(">q", len(c)) + c for n,
   * c in sorted(files.items()))).hexdigest().
   */
  @Test
  void isSha256OverNamesLengthsAndBytes() {
    assertThat(fingerprint(model))
        .isEqualTo("7936e4442d779fb6178c4b99ba8112bc05bf74d2a09ab47f8c271bba0171b236");
  }

  @Test
  void isTheSameElsewhereAndOnOtherFileSystems() throws Exception {
    Path copy = ModelFixture.write(folder.resolve("copy"));

    assertThat(fingerprint(copy)).isEqualTo(fingerprint(model));
    assertThat(ModelFingerprint.of(RemoteFileSystem.uri(copy), hadoop))
        .isEqualTo(fingerprint(model));
    assertThat(ModelFingerprint.of(copy.toUri() + "/", hadoop)).isEqualTo(fingerprint(model));
  }

  @Test
  void hadoopsChecksumFilesDoNotCount() throws Exception {
    String before = fingerprint(model);
    ModelFixture.write(model.resolve(".saved_model.pb.crc"), "crc\0\0\0\2\0");

    assertThat(ModelFingerprint.of(RemoteFileSystem.uri(model), hadoop)).isEqualTo(before);
  }

  @Test
  void everyByteNameAndBorderCounts() throws Exception {
    String before = fingerprint(model);

    ModelFixture.write(model.resolve("variables/variables.index"), "indeX");
    String otherByte = fingerprint(model);
    Files.move(model.resolve("assets/empty.txt"), model.resolve("assets/void.txt"));
    String otherName = fingerprint(model);
    ModelFixture.write(model.resolve("saved_model.pb"), "graphv");
    ModelFixture.write(model.resolve("variables/variables.index"), "ndeX");
    String otherBorder = fingerprint(model);

    assertThat(java.util.List.of(before, otherByte, otherName, otherBorder))
        .doesNotHaveDuplicates();
  }

  @Test
  void sayWhatIsMissing() throws Exception {
    String missing = folder.resolve("nowhere").toString();
    assertThatThrownBy(() -> ModelFingerprint.of(missing, hadoop))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model " + missing + ": there is no such directory");

    String parent = folder.toString();
    assertThatThrownBy(() -> ModelFingerprint.of(parent, hadoop))
        .hasMessage(
            "Cannot load model " + parent + ": it holds no saved_model.pb; found: my model/");

    String empty = Files.createDirectory(folder.resolve("empty")).toString();
    assertThatThrownBy(() -> ModelFingerprint.of(empty, hadoop))
        .hasMessage("Cannot load model " + empty + ": it holds no saved_model.pb; found: nothing");

    String file = model.resolve("saved_model.pb").toString();
    assertThatThrownBy(() -> ModelFingerprint.of(file, hadoop))
        .hasMessage(
            "Cannot load model "
                + file
                + ": it is a file; a SavedModel directory is needed, as Keras writes it with"
                + " model.export(DIR)");

    assertThatThrownBy(() -> ModelFingerprint.of("nosuch://host/m", hadoop))
        .hasMessageStartingWith("Cannot load model nosuch://host/m: ")
        .hasMessageContaining("nosuch");
  }

  @Test
  void aLongListIsCut() throws Exception {
    Path crowd = folder.resolve("crowd");
    for (int i = 0; i < 13; i++) {
      ModelFixture.write(crowd.resolve("weights-%02d.h5".formatted(i)), "");
    }
    assertThatThrownBy(() -> ModelFingerprint.of(crowd.toString(), hadoop))
        .hasMessageEndingWith("weights-08.h5, weights-09.h5 and 3 more");
  }

  private String fingerprint(Path directory) {
    return ModelFingerprint.of(directory.toString(), hadoop);
  }
}
