package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.shards.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessFolderTest {
  @TempDir Path temporary;
  private Path output;
  private PreprocessFolder folder;

  @BeforeEach
  void place() {
    output = temporary.resolve("shards");
    folder =
        new PreprocessFolder(
            new org.apache.hadoop.fs.Path(output.toString()), new Configuration(false));
  }

  private void put(String name) throws IOException {
    Path file = output.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "content");
  }

  private static RunPlan plan(String format) {
    return new RunPlan(Map.of("--format", format), Map.of());
  }

  private void begin(String format) {
    folder.begin(plan(format), PreprocessRequest.Earlier.REPLACE, scan -> true);
  }

  private void assertRefused(String format, String what) {
    assertThatThrownBy(() -> begin(format))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot write shards to %s: it holds a %s that no preprocessing made, as far as its plan.json tells; remove it or give another --output"
                .formatted(output, what));
  }

  @Test
  void aFolderOfSomeoneElseIsRefused() throws IOException {
    put("train/cat.png");
    assertRefused("tfrecord", "folder train");
  }

  @Test
  void soIsTheIndexOfSomeoneElse() throws IOException {
    put("index.json");
    assertRefused("tfrecord", "file index.json");
    assertThat(output.resolve("index.json")).hasContent("content");
  }

  /** The catalog that a conversion was given may lie where it writes its own. */
  @Test
  void soIsTheCatalogOfSomeoneElse() throws IOException {
    put("datasets.yaml");
    assertRefused("h5-slices", "file datasets.yaml");

    begin("tfrecord");
    assertRefused("h5-slices", "file datasets.yaml");
    assertThat(output.resolve("datasets.yaml")).hasContent("content");
  }

  @Test
  void oursAndOthersBesideAreNot() throws IOException {
    put("notes/todo.txt");
    begin("parquet");
    put("train/shard-00000-of-00001.parquet");
    put("index.json");
    begin("tfrecord");

    assertThat(output.resolve("notes/todo.txt")).exists();
    assertThat(output.resolve("index.json")).doesNotExist();
    assertThat(output.resolve("train/shard-00000-of-00001.parquet")).doesNotExist();
  }

  /** An index whose shards are gone would be taken for one of what is there. */
  @Test
  void whatIsWrittenLastGoesWithWhatItNames() throws IOException {
    begin("tfrecord");
    put("index.json");
    begin("h5-volumes");
    assertThat(output.resolve("index.json")).doesNotExist();

    put("datasets.yaml");
    begin("tfrecord");
    assertThat(output.resolve("datasets.yaml")).doesNotExist();
  }

  @Test
  void onlyShardsAndEpochsAreCleared() throws IOException {
    for (String name :
        new String[] {
          "all/shard-00000-of-00001.tfrecord",
          "all/shard-00000-of-00001.tfrecord.json",
          "fold-11/shard-00002-of-00003.tfrecord.gz",
          "fold-11/shard-00002-of-00003.tfrecord.gz.json",
          "test/shard-00002-of-00003.parquet",
          "validation/epoch-0001.npy"
        }) {
      put(name);
    }
    for (String stays :
        new String[] {"all/notes.txt", "all/my-shard-1-of-2.tfrecord", "other/epoch-0001.npy"}) {
      put(stays);
    }
    assertThat(folder.finished()).isEqualTo(2);

    folder.clear();

    try (var files = Files.walk(output)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> output.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "all/notes.txt", "all/my-shard-1-of-2.tfrecord", "other/epoch-0001.npy");
    }
    assertThat(folder.finished()).isZero();
  }

  @Test
  void scansThatAreNotRetainedGo() throws IOException {
    put("train/0000001_V00-Aug00_001.im");
    put("train/0000001_V00-Aug00_001.seg");
    put("train/0000001_V00-Aug01_001.im");
    put("train/0000002_V00.h5");
    put("train/0000003_V00.h5");
    put("train/notes.txt");
    put("other/0000002_V00.h5");

    folder.retainScans(Set.of("0000001_V00", "0000003_V00"));

    try (var files = Files.walk(output)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> output.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "train/0000001_V00-Aug00_001.im",
              "train/0000001_V00-Aug00_001.seg",
              "train/0000003_V00.h5",
              "train/notes.txt",
              "other/0000002_V00.h5");
    }
  }

  @Test
  void whatIsNotThereHoldsNothing() {
    assertThat(folder.folders()).containsExactly("");
    assertThat(folder.finished()).isZero();
    folder.clear();
    assertThat(output).doesNotExist();
  }
}
