package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.ledger.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewsTest {
  @TempDir Path folder;

  @Test
  void imageOfAScanIsThatOfItsName() throws IOException {
    Files.createDirectories(folder.resolve("previews/deep"));
    Files.writeString(folder.resolve("previews/a b.png"), "image");
    Files.writeString(folder.resolve("previews/other run.png"), "of another run");
    Files.writeString(folder.resolve("secret.png"), "secret");
    Files.writeString(folder.resolve("previews/deep/c.png"), "deep");
    Previews previews =
        new Previews(
            new org.apache.hadoop.fs.Path(folder.toString()),
            new Configuration(false),
            new WrittenFiles(
                Map.of("previews/a b.png", 5L, "secret.png", 6L, "previews/deep/c.png", 4L)));

    assertThat(previews.apply("a b")).hasValueSatisfying(image -> assertThat(image).hasSize(5));
    assertThat(previews.apply("none")).isEmpty();
    assertThat(previews.apply("other run")).isEmpty();
    assertThat(previews.apply("../secret")).isEmpty();
    assertThat(previews.apply("deep/c")).isEmpty();
    assertThat(previews.apply("/etc/x")).isEmpty();
    assertThat(previews.apply("")).isEmpty();
    assertThat(previews.apply("x".repeat(300))).isEmpty();
    assertThat(previews.apply("\"'><script>")).isEmpty();
  }
}
