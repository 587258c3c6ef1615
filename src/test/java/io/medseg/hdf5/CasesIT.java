package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.InputException;
import io.medseg.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files as other programs write them (tools/cases: h5py over HDF5 2.0, netCDF4, PyTables,
 * hdf5storage), with neighbours of every kind: what is read is what h5py reads, bit for bit, or is
 * refused with a message that {@link CaseGroup} lists. {@link Hdf5CasesIT} looks at structures.
 * Skipped where the packages of tools/requirements-cases.txt are missing; the variable
 * MEDSEG_CASES_PYTHON names a Python that has them.
 */
class CasesIT {
  @TempDir static Path folder;
  private static List<Answer> answers;

  /** What h5py reads from a dataset: a shape and a checksum, or a reason why it does not. */
  record Answer(
      String group,
      @JsonProperty("case") String name,
      String file,
      String dataset,
      int[] shape,
      long crc32,
      Double min,
      Double max,
      Double sum,
      String refused) {
    boolean isRead() {
      return refused == null;
    }

    /** For messages. */
    String said() {
      return "%s, minimum %s, maximum %s, sum %s".formatted(Arrays.toString(shape), min, max, sum);
    }

    @Override
    public String toString() {
      return "%s: %s, dataset %s".formatted(group, name, dataset);
    }
  }

  @BeforeAll
  static void write() throws IOException {
    String python = CasesPython.find();
    TestProcess.Result result =
        TestProcess.run(new ProcessBuilder(python, "tools/cases/make_cases.py", folder.toString()));
    assertThat(result.code()).as(result.output()).isZero();
    ObjectMapper json = new ObjectMapper();
    answers =
        result
            .output()
            .lines()
            .filter(line -> line.startsWith("{"))
            .map(line -> answer(json, line))
            .toList();
  }

  private static Answer answer(ObjectMapper json, String line) {
    try {
      return json.readValue(line, Answer.class);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatH5pyReads(CaseGroup group) {
    List<Answer> asked = answers.stream().filter(one -> one.group().equals(group.title())).toList();
    assertThat(asked).hasSize(group.datasets());
    assertThat(asked.stream().map(one -> fault(group, one)).filter(fault -> fault != null))
        .isEmpty();
  }

  @Test
  void everyGroupIsTested() {
    assertThat(answers.stream().map(Answer::group).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(CaseGroup.values()).map(CaseGroup::title).collect(Collectors.toSet()));
  }

  /** Null if all is right. */
  private static String fault(CaseGroup group, Answer asked) {
    String words = group.words(asked);
    Path path = folder.resolve(asked.file());
    try (Hdf5File file =
        Hdf5File.open(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration(false))) {
      Hdf5Dataset dataset = file.dataset(asked.dataset());
      float[] floats = dataset.readFloats();
      int[] shape = dataset.shape().toArray();
      if (words != null || !asked.isRead()) {
        return asked + " was not refused";
      }
      return Arrays.equals(shape, asked.shape()) && crc32(floats) == asked.crc32()
          ? null
          : asked + " is " + dataset.shape() + ", not " + asked.said();
    } catch (InputException e) {
      return isRight(asked, words, e.getMessage())
          ? null
          : asked + " was refused: " + e.getMessage();
    }
  }

  private static boolean isRight(Answer asked, String words, String message) {
    boolean isUsable = message.startsWith("Cannot ") && message.contains(asked.file());
    boolean isKnown = words == null ? !asked.isRead() : message.contains(words);
    return isUsable && isKnown && !(asked.isRead() && message.contains("damaged"));
  }

  /** Of little-endian floats, with one NaN for all. */
  private static long crc32(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : floats) {
      bytes.putInt(Float.floatToIntBits(value));
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array());
    return checksum.getValue();
  }
}
