package io.medseg.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.PredictionRange;
import io.medseg.evaluation.ScanScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that what comes out of a ledger is what went in, and only while it still holds. */
class LedgerTest {
  private static final RunKey KEY = new RunKey("m", "c");

  @TempDir Path folder;

  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = new Ledger(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(false));
  }

  private static LedgerEntry entry(String scanId, WrittenFile... files) {
    ScanScores scores =
        new ScanScores(
            scanId,
            null,
            List.of(
                new double[] {0.1 + 0.2, Double.NaN},
                new double[] {Double.POSITIVE_INFINITY, Double.MIN_VALUE}),
            List.of(new ClassCounts(1, 1L << 40, 3), new ClassCounts(0, 0, 0)),
            1L << 33,
            7,
            1 / 3.0,
            5,
            new PredictionRange(-0.1f, Float.MAX_VALUE, 0.3f, 1));
    return new LedgerEntry(scanId, "i", KEY, 12, scores, List.of(files));
  }

  @Test
  void givesBackEveryBit() {
    LedgerEntry written = entry("0000001_V00");
    ledger.write(written);

    assertThat(ledger.find("0000001_V00", "i", KEY))
        .get()
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(written);
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void anEntryCountsForTheSameInputModelAndConfigurationOnly() {
    ledger.write(entry("0000001_V00"));

    assertThat(ledger.find("0000001_V00", "other", KEY)).isEmpty();
    assertThat(ledger.find("0000001_V00", "i", new RunKey("other", "c"))).isEmpty();
    assertThat(ledger.find("0000001_V00", "i", new RunKey("m", "other"))).isEmpty();
    assertThat(ledger.find("0000002_V00", "i", KEY)).isEmpty();
  }

  @Test
  void anEntryCountsWhileItsFilesAreThere() throws IOException {
    ledger.write(entry("0000001_V00", new WrittenFile("predictions/a.pred", 3, "00")));
    assertThat(ledger.find("0000001_V00", "i", KEY)).isEmpty();

    Files.createDirectories(folder.resolve("predictions"));
    Files.writeString(folder.resolve("predictions/a.pred"), "ab");
    assertThat(ledger.find("0000001_V00", "i", KEY)).isEmpty();

    Files.writeString(folder.resolve("predictions/a.pred"), "abc");
    assertThat(ledger.find("0000001_V00", "i", KEY)).isPresent();
  }

  @Test
  void aBrokenEntryCountsAsNone() throws IOException {
    ledger.write(entry("0000001_V00"));
    Path file = folder.resolve("ledger/0000001_V00.json");
    for (String broken : List.of("", "{", "[]", "{}", "{\"scan_id\": 3}")) {
      Files.writeString(file, broken);
      assertThat(ledger.find("0000001_V00", "i", KEY)).isEmpty();
    }
    // The entry of another scan under this name.
    ledger.write(entry("0000002_V00"));
    Files.copy(
        folder.resolve("ledger/0000002_V00.json"),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(ledger.find("0000001_V00", "i", KEY)).isEmpty();
  }

  @Test
  void forgetsScansThatAreNoLongerThere() throws IOException {
    ledger.write(entry("0000001_V00"));
    ledger.write(entry("0000002_V00"));
    Files.writeString(folder.resolve("ledger/notes.txt"), "mine");

    ledger.retain(Set.of("0000002_V00"));

    try (Stream<Path> files = Files.list(folder.resolve("ledger"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0000002_V00.json", "notes.txt");
    }
  }

  @Test
  void saysWhatItCannotWrite() throws IOException {
    Files.writeString(folder.resolve("ledger"), "a file where the folder would be");

    assertThatThrownBy(() -> ledger.write(entry("0000001_V00")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write ledger entry ")
        .hasMessageContaining("ledger/0000001_V00.json");
  }
}
