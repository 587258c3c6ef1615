package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.shards.ShardFormat.Compression;
import io.medseg.volume.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Literals are what TensorFlow 2 writes of the same features. */
class TfRecordTest {
  private static String hex(ExampleMessage message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out, new CRC32C());
    assertThat((long) out.size()).isEqualTo(message.length());
    return HexFormat.of().formatHex(out.toByteArray());
  }

  @Test
  void featuresAreThoseOfTensorFlow() throws IOException {
    assertThat(hex(new ExampleMessage().integers("index", 0, 127, 300, 1L << 40)))
        .isEqualTo("0a190a170a05696e646578120e1a0c0a0a007fac02808080808020");
    assertThat(hex(new ExampleMessage().texts("scan", List.of("0000001_V00", "\u00e9"))))
        .isEqualTo("0a1d0a1b0a047363616e12130a110a0b303030303030315f5630300a02c3a9");
    assertThat(hex(new ExampleMessage().array("x", Elements.floats(Shape.of(2), 1, -0.5f))))
        .contains("0a110a0178120c120a0a080000803f000000bf".substring(4));
  }

  @Test
  void checksumsAreThoseOfTensorFlow() {
    CRC32C checksum = new CRC32C();
    checksum.update(new byte[] {0x0a, 0});

    assertThat(TfRecordSink.masked((int) checksum.getValue())).isEqualTo(0xab8b8139);
  }

  private static List<ShardRecord> records() {
    Random random = new Random(3);
    return List.of(
        ShardRecord.of(Elements.random(0, 1, random)),
        ShardRecord.of(Elements.random(1, 40, random)),
        ShardRecord.batch(List.of(Elements.random(2, 3, random), Elements.random(3, 3, random))));
  }

  private static byte[] written(Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordSink sink = ShardFormat.TFRECORD.sink(out, compression)) {
      for (ShardRecord record : records()) {
        sink.write(record);
      }
    }
    return out.toByteArray();
  }

  private static void assertRead(TfRecordSource source) throws IOException {
    for (ShardRecord record : records()) {
      FloatBytes x = source.next();
      assertThat(Arrays.copyOfRange(x.bytes(), x.offset(), x.offset() + x.length()))
          .isEqualTo(record.x().bytes());
    }
    assertThat(source.next()).isNull();
  }

  @Test
  void inputsAreReadAsTheyWereWritten() throws IOException {
    byte[] plain = written(Compression.NONE);
    byte[] packed = written(Compression.GZIP);

    assertRead(new TfRecordSource(new ByteArrayInputStream(plain)));
    assertRead(new TfRecordSource(new GZIPInputStream(new ByteArrayInputStream(packed))));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
        .isEqualTo(plain);
  }

  private static void readAll(byte[] bytes) throws IOException {
    TfRecordSource source = new TfRecordSource(new ByteArrayInputStream(bytes));
    while (source.next() != null) {
      // To the end.
    }
  }

  @Test
  void everyDamagedByteIsNoticed() throws IOException {
    byte[] whole = written(Compression.NONE);
    Random random = new Random(4);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> readAll(damaged))
          .as("byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageMatching("the checksum of record [123] is wrong");
    }
  }

  /** But for the places between records, where a file may end. */
  @Test
  void aFileThatIsCutShortIsNoticed() throws IOException {
    byte[] whole = written(Compression.NONE);
    int ends = 0;
    for (int length = 1; length < whole.length; length++) {
      try {
        readAll(Arrays.copyOf(whole, length));
        ends++;
      } catch (EOFException e) {
        assertThat(e).hasMessageMatching("record [123] ends too early");
      }
    }
    assertThat(ends).isEqualTo(records().size() - 1);
  }

  @Test
  void aRecordWithoutInputIsNoRecordOfOurs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("020000000000000078270b340a0039818bab"));

    assertThatThrownBy(() -> readAll(out.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessage("record 1 holds no x");
  }
}
