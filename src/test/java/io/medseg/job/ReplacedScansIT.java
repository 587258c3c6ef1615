package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.hdf5.MomentsFileSystem;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that whenever a scan's file is replaced by one of another shape, a run says what is true:
 * the scan has the scores of the file that run.json lists, or it failed and its row tells why.
 */
class ReplacedScansIT {
  private static final String ID = Phantoms.id(1);
  private static final int SHALLOW = 5;
  private static final int ROUNDS = 10;

  @TempDir Path folder;
  private Phantoms phantoms;
  private Path file;

  @BeforeEach
  void write() {
    phantoms = Phantoms.in(folder).volumes(1, 2);
    file = folder.resolve("volumes/" + ID + ".h5");
    Phantom other = Phantom.draw(7, Phantoms.SIZE, Phantoms.SIZE, SHALLOW);
    new ScanFileWriter(new Configuration())
        .writeVolume(phantoms.hadoop("other"), ID, other.image(), other.masks());
    copy(file, folder.resolve("before.h5"));
    phantoms.write(
        "catalog.yaml",
        """
        datasets:
          - name: volumes
            root: moments:%s/volumes
            layout: volumes
            spacing: [0.5, 0.5, 1.5]
            categories:
              - {id: 0, name: femoral cartilage, abbreviation: fc}
              - {id: [1, 2], name: tibial cartilage, abbreviation: tc}
              - {id: 3, name: meniscus, abbreviation: men}
        """
            .formatted(folder));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renamed there, so that a file is one or the other. */
  private void replace() {
    try {
      Path ready = folder.resolve("ready.h5");
      Files.copy(folder.resolve("other/" + ID + ".h5"), ready);
      Files.move(ready, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobRunner runner() {
    return JobRunner.local()
        .with("spark.hadoop." + MomentsFileSystem.SETTING, MomentsFileSystem.class.getName());
  }

  private static long listedBytes(Results results) {
    for (JsonNode scan : results.json("run.json").at("/dataset/scans")) {
      if (scan.get("scan_id").asText().equals(ID)) {
        return scan.at("/files/0/bytes").asLong();
      }
    }
    throw new AssertionError("no scan " + ID);
  }

  @Test
  void scoresAreThoseOfTheFileThatIsListed() throws IOException {
    MomentsFileSystem.at(-1, () -> {});
    Map<Long, String> metrics = new TreeMap<>();
    runner().run(phantoms.evaluate("before")).fine();
    metrics.put(Files.size(file), new Results(folder.resolve("before")).text("metrics.csv"));
    int moments = MomentsFileSystem.passed();
    replace();
    runner().run(phantoms.evaluate("after")).fine();
    metrics.put(Files.size(file), new Results(folder.resolve("after")).text("metrics.csv"));
    assertThat(metrics).hasSize(2);

    Random random = new Random(2026);
    int failed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      copy(folder.resolve("before.h5"), file);
      int moment = random.nextInt(moments);
      MomentsFileSystem.at(moment, this::replace);
      List<String> arguments =
          phantoms.evaluate("out" + round, "--split-scans=" + (round % 2 == 0 ? "never" : "3"));
      JobRunner.Result run = runner().run(arguments);
      Results results = new Results(folder.resolve("out" + round));
      if (run.code() == 0) {
        assertThat(results.text("metrics.csv"))
            .as("replaced at moment %d of %d", moment, moments)
            .isEqualTo(metrics.get(listedBytes(results)));
        assertThat(results.failures()).isEmpty();
      } else {
        failed++;
        assertThat(run.code()).as(run.err()).isEqualTo(MedsegSpark.SCANS_FAILED);
        assertThat(results.failures()).containsOnlyKeys(ID);
        assertThat(results.failures().get(ID).get(1))
            .startsWith("Cannot read scan " + ID + ": moments:")
            .contains(ID + ".h5 was replaced or written to: it was " + listedBytes(results) + " b")
            .contains(" and is " + Files.size(file) + " bytes of ");
        assertThat(results.text("metrics.csv")).doesNotContain(ID);
      }
    }
    assertThat(failed).isPositive();
  }

  /** Training data: elements of a scan are those of the file that was planned, or it fails. */
  @Test
  void shardsAreNotMadeOfAFileThatWasReplaced() throws IOException {
    MomentsFileSystem.at(-1, () -> {});
    runner().run(phantoms.preprocess("before")).fine();
    int moments = MomentsFileSystem.passed();
    Random random = new Random(4);
    int failed = 0;
    for (int round = 0; round < 4; round++) {
      copy(folder.resolve("before.h5"), file);
      MomentsFileSystem.at(moments - 1 - random.nextInt(moments / 3), this::replace);
      JobRunner.Result run = runner().run(phantoms.preprocess("out" + round));
      if (run.code() != 0) {
        failed++;
        assertThat(run.out() + run.err())
            .contains("Cannot read scan " + ID + ": moments:")
            .contains(ID + ".h5 was replaced or written to: it was ");
      }
    }
    assertThat(failed).isPositive();
  }
}
