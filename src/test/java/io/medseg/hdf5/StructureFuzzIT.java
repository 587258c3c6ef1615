package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.InputException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HDF5 files that are damaged where their structures are, with checksums that fit
 * (tools/mutate_hdf5.py): each dataset has the elements that h5py reads, or those from before the
 * damage if h5py refuses it, or is refused in words. {@code jobs/fuzz.sh N SEED structures} runs
 * more.
 */
class StructureFuzzIT {
  private static final int FILES = Integer.getInteger("fuzz.files", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 20);

  /** Of processor time, for 630 elements. */
  private static final double MOST_SECONDS = 5;

  private static final Duration HANGS = Duration.ofMinutes(2);

  @TempDir static Path temporary;

  /** With -Dfuzz.folder=DIR the damaged files are kept there. */
  private static Path folder;

  private static List<Damaged> all;
  private final Configuration hadoop = new Configuration(false);

  /** A line of damaged.jsonl. */
  record Damaged(
      String file,
      String dataset,
      String seed,
      String damage,
      H5pyReading read,
      H5pyReading before) {}

  /** What came of a dataset. */
  enum Outcome {
    AS_H5PY,
    AS_BEFORE,
    BOTH_REFUSE,
    REFUSED_HERE,
    WRONG
  }

  @BeforeAll
  static void damageFiles() throws Exception {
    PythonTool.assumeH5py();
    String kept = System.getProperty("fuzz.folder");
    folder = kept == null ? temporary : Path.of(kept);
    PythonTool.run(
        PythonTool.tool("mutate_hdf5.py").toString(),
        folder.toString(),
        Integer.toString(FILES),
        Long.toString(SEED));
    all = H5pyReading.lines(folder.resolve("damaged.jsonl"), Damaged.class);
    assertThat(all).hasSize(2 * FILES);
  }

  @Test
  void damagedStructuresGiveRightValuesOrWords() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    List<String> faults = new ArrayList<>();
    for (Damaged one : all) {
      Outcome outcome =
          Assertions.assertTimeoutPreemptively(HANGS, () -> outcome(one, faults), one::damage);
      counts.merge(outcome, 1, Integer::sum);
    }
    System.out.printf("%d damaged files, seed %d: %s%n", FILES, SEED, counts);
    assertThat(faults).isEmpty();
    for (Outcome usual : List.of(Outcome.AS_H5PY, Outcome.BOTH_REFUSE)) {
      assertThat(counts.get(usual)).as(usual.name()).isGreaterThan(FILES / 5);
    }
    assertThat(counts.getOrDefault(Outcome.REFUSED_HERE, 0)).isLessThan(FILES / 2);
  }

  /** All of them are read, so that refusing everything is not enough. */
  @Test
  void filesWithoutDamageAreReadAsH5pyReadsThem() {
    for (Damaged one : all) {
      H5pyReading before = one.before();
      try (Hdf5File file = open(one.seed())) {
        assertThat(H5pyReading.of(file, one.dataset()).equalsValues(before))
            .as(one.seed())
            .isTrue();
      }
    }
  }

  private Hdf5File open(String name) {
    return Hdf5File.open(new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), hadoop);
  }

  private Outcome outcome(Damaged one, List<String> faults) {
    String what = one.file() + " " + one.dataset() + " (" + one.damage() + "): ";
    long start = processorTime();
    Outcome outcome = read(one, what, faults);
    double seconds = (processorTime() - start) / 1e9;
    if (seconds > MOST_SECONDS) {
      faults.add(what + "took " + seconds + " seconds");
    }
    return outcome;
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private Outcome read(Damaged one, String what, List<String> faults) {
    boolean isRefusedByH5py = one.read().refused() != null;
    try (Hdf5File file = open(one.file())) {
      if (!file.exists(one.dataset()) && hasName(one)) {
        faults.add(what + "it goes missing without a word");
      }
      H5pyReading read = H5pyReading.of(file, one.dataset());
      if (read.equalsValues(one.read())) {
        return Outcome.AS_H5PY;
      }
      if (isRefusedByH5py && read.equalsValues(one.before())) {
        return Outcome.AS_BEFORE;
      }
      faults.add(what + "is " + read + "; h5py: " + one.read());
      return Outcome.WRONG;
    } catch (InputException e) {
      if (!isUsable(e, one)) {
        faults.add(what + e.getMessage());
      }
      return isRefusedByH5py ? Outcome.BOTH_REFUSE : Outcome.REFUSED_HERE;
    }
  }

  /** Whether h5py lists the dataset, or cannot tell. */
  private static boolean hasName(Damaged one) {
    return one.read().names() == null || one.read().names().contains(one.dataset());
  }

  /** Whether the reason was found by looking, and is not the trace of an error. */
  private static boolean isUsable(InputException e, Damaged one) {
    String message = e.getMessage();
    return message.startsWith("Cannot ")
        && message.contains(one.file())
        && !message.contains("\n")
        && e.getCause() instanceof Refusal;
  }
}
