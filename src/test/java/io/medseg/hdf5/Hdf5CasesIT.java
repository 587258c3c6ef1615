package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of kinds that readers have been wrong about (tools/make_hdf5_cases.py): each dataset has
 * h5py's elements, or is refused with the message that is expected here.
 */
class Hdf5CasesIT {
  /** Of every kind of file by the beginning of its name and its dataset; all others are read. */
  private static final Map<String, String> REFUSED = refused();

  private static final int CASES = 350;

  @TempDir static Path folder;
  private static List<Case> cases;
  private final Configuration hadoop = new Configuration(false);

  /** A line of cases.jsonl; the name is that of the kind of file and the version of the format. */
  record Case(@JsonProperty("case") String name, String file, String dataset, H5pyReading read) {
    /** The message that is expected, or null. */
    String refusal() {
      for (Map.Entry<String, String> entry : REFUSED.entrySet()) {
        String[] key = entry.getKey().split("\\|");
        boolean isOfDataset = key.length == 1 || key[1].equals(dataset);
        if (name.startsWith(key[0]) && isOfDataset) {
          return entry.getValue();
        }
      }
      return null;
    }
  }

  private static Map<String, String> refused() {
    Map<String, String> refused = new LinkedHashMap<>();
    String writing =
        "it is open for writing, or its writer was ended before it closed the file; wait for the writer, or make it anew";
    for (String libver : List.of("v110", "latest")) {
      refused.put("writer killed plain, " + libver, writing);
      refused.put("writer at work plain, " + libver, writing);
    }
    refused.put("writer killed swmr, latest", writing);
    refused.put("writer at work swmr, latest", writing);
    refused.put(
        "dimensions above their maximum|volume",
        "is damaged: shape [33, 11, 9] is beyond its maximum [20, 20, 20]");
    refused.put(
        "maximum below the dimensions|volume",
        "is damaged: shape [13, 11, 9] is beyond its maximum [4, 20, 20]");
    refused.put(
        "link to masks leads beyond the file|seg",
        "the object header at 1099511627776 is damaged: ");
    refused.put("link to masks leads into data|seg", "is damaged: its version is ");
    refused.put(
        "link to masks without an address|seg", "a link to it is damaged: it has no address");
    refused.put("name of masks is gone", "is damaged: its names are out of order");
    refused.put("names out of order", "is damaged: its names are out of order");
    refused.put(
        "no elements but storage",
        "it is damaged: its shape [0, 11, 9] has no elements, but there are elements at ");
    refused.put(
        "links|chain 17",
        "and so on over more than 16 links: they go in a circle, or are too many");
    refused.put("links|self", "link self leads to /self, and so on over more than 16 links");
    refused.put("links|a", "and so on over more than 16 links");
    refused.put(
        "1500 x 1500 x 1500, never written|volume",
        "its shape [1500, 1500, 1500] takes 13500000000 bytes, none of which was ever written");
    refused.put(
        "1500 x 1500 x 1500, never written|seg",
        "its shape [1500, 1500, 1500, 2] takes 27000000000 bytes, none of which was ever written");
    refused.put(
        "1500 x 1500 x 1500, contiguous",
        "its shape [1500, 1500, 1500] takes 13500000000 bytes, none of which was ever written");
    refused.put(
        "250,001 objects",
        "a group on the way to it has more than 250000 objects, which is not supported; put the scans into files of their own");
    return refused;
  }

  @BeforeAll
  static void writeFiles() throws Exception {
    PythonTool.assumeH5py();
    PythonTool.run(PythonTool.tool("make_hdf5_cases.py").toString(), folder.toString());
    cases = H5pyReading.lines(folder.resolve("cases.jsonl"), Case.class);
    assertThat(cases).hasSizeGreaterThan(CASES);
  }

  @Test
  void readsWhatH5pyReadsOrSaysWhyNot() {
    List<String> faults = new ArrayList<>();
    for (Case one : cases) {
      String fault = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> fault(one));
      if (fault != null) {
        faults.add(one.name() + ", " + one.dataset() + ": " + fault);
      }
    }
    assertThat(faults).isEmpty();
  }

  /** Every refusal that is expected was one of a file that is there. */
  @Test
  void everyExpectedRefusalHasItsFile() {
    assertThat(cases.stream().map(Case::refusal).filter(text -> text != null).distinct())
        .hasSize((int) REFUSED.values().stream().distinct().count());
  }

  /** A scan whose masks cannot be reached is refused, and not taken for one without masks. */
  @Test
  void masksDoNotGoMissing() {
    List<Case> lost =
        cases.stream()
            .filter(
                one -> one.name().matches("(link to masks|name).*") && one.dataset().equals("seg"))
            .toList();
    assertThat(lost).hasSize(11);
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      for (Case one : lost) {
        String file = folder.resolve(one.file()).toString();
        Scan scan =
            new Scan(
                "0000001_V00",
                null,
                new ScanSource.VolumeFile(file, null, file, null),
                0,
                Map.of());
        assertThatThrownBy(() -> reader.header(scan))
            .as(one.name())
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith("Cannot read scan 0000001_V00: ")
            .hasMessageContaining(file)
            .hasMessageContaining(one.refusal());
      }
    }
  }

  /** Null if it is as it should be. */
  private String fault(Case one) {
    Path path = folder.resolve(one.file());
    String refusal = one.refusal();
    try (Hdf5File file = Hdf5File.open(new org.apache.hadoop.fs.Path(path.toUri()), hadoop)) {
      H5pyReading read = H5pyReading.of(file, one.dataset());
      if (refusal != null) {
        return "was not refused";
      }
      return read.equalsValues(one.read()) ? null : "differs; h5py: " + one.read();
    } catch (InputException e) {
      boolean isNamed = e.getMessage().startsWith("Cannot ") && e.getMessage().contains(one.file());
      boolean isExpected = refusal != null && isNamed && e.getMessage().contains(refusal);
      return isExpected ? null : e.getMessage();
    }
  }
}
