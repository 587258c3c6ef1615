package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.hdf5.Filter.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkDecoderTest {
  private static final Filter SHUFFLE = new Filter(Kind.SHUFFLE, 4);
  private static final Filter DEFLATE = new Filter(Kind.DEFLATE, 0);
  private static final Filter FLETCHER32 = new Filter(Kind.FLETCHER32, 0);
  private static final Filter LZF = new Filter(Kind.LZF, 0);

  private final ChunkDecoder decoder = new ChunkDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void undoesThePipelineFromItsEnd() {
    byte[] plain = bytes(120);
    byte[] stored = checked(deflated(shuffled(plain, 4)));

    assertThat(decode(List.of(SHUFFLE, DEFLATE, FLETCHER32), new BitSet(), stored, 120))
        .isEqualTo(plain);
  }

  @Test
  void undoesAChecksumThatWasCompressed() {
    byte[] plain = bytes(77);

    assertThat(decode(List.of(FLETCHER32, DEFLATE), new BitSet(), deflated(checked(plain)), 77))
        .isEqualTo(plain);
  }

  @Test
  void leavesOutTheFiltersThatWereSkipped() {
    byte[] plain = bytes(120);
    BitSet skipped = new BitSet();
    skipped.set(0);

    assertThat(decode(List.of(SHUFFLE, DEFLATE), skipped, deflated(plain), 120)).isEqualTo(plain);
  }

  @Test
  void shufflesEveryElementSizeAndKeepsTheRest() {
    for (int size : new int[] {2, 3, 4, 8}) {
      byte[] plain = bytes(50);
      byte[] stored = shuffled(plain, size);

      assertThat(decode(List.of(new Filter(Kind.SHUFFLE, size)), new BitSet(), stored, 50))
          .isEqualTo(plain);
    }
  }

  @Test
  void unpacksLzfLiteralsAndOverlappingCopies() {
    // 3 literals; 6 bytes from distance 3; 264 bytes (7 + 255 + 2) from distance 1.
    byte[] stored = {2, 'a', 'b', 'c', (byte) (4 << 5), 2, (byte) (7 << 5), (byte) 255, 0};
    byte[] expected = new byte[273];
    byte[] head = "abcabcabc".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, expected, 0, 9);
    Arrays.fill(expected, 9, 273, (byte) 'c');

    assertThat(decode(List.of(LZF), new BitSet(), stored, 273)).isEqualTo(expected);
  }

  @Test
  void acceptsTheSwappedChecksumOfOldWriters() {
    byte[] stored = checked(bytes(10));
    byte[] swapped = stored.clone();
    swapped[10] = stored[11];
    swapped[11] = stored[10];
    swapped[12] = stored[13];
    swapped[13] = stored[12];

    assertThat(decode(List.of(FLETCHER32), new BitSet(), swapped, 10)).isEqualTo(bytes(10));
  }

  @Test
  void refusesDamagedChunks() {
    byte[] packed = deflated(bytes(120));
    byte[] flipped = packed.clone();
    flipped[packed.length - 1] ^= 1;
    byte[] sum = checked(bytes(10));
    sum[3] ^= 1;

    assertRefused(List.of(DEFLATE), Arrays.copyOf(packed, 20), 120, "gzip data ends early");
    assertRefused(List.of(DEFLATE), packed, 119, "too long");
    assertRefused(List.of(DEFLATE), flipped, 120, "gzip: incorrect data check");
    assertRefused(List.of(FLETCHER32), sum, 10, "checksum fletcher32 does not match");
    assertRefused(List.of(FLETCHER32), new byte[3], 10, "shorter than its checksum");
    assertRefused(List.of(LZF), new byte[] {5, 1}, 6, "lzf");
    assertRefused(List.of(LZF), new byte[] {32, 9, 0, 0}, 6, "lzf");
    assertRefused(List.of(LZF), new byte[] {(byte) 224}, 6, "lzf");
    assertRefused(List.of(), new byte[3], 10, "a chunk has 3 bytes; expected 10");
  }

  private void assertRefused(List<Filter> pipeline, byte[] stored, int expected, String words) {
    assertThatThrownBy(() -> decode(pipeline, new BitSet(), stored, expected))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(words);
  }

  private byte[] decode(List<Filter> pipeline, BitSet skipped, byte[] stored, int expected) {
    System.arraycopy(stored, 0, decoder.input(stored.length), 0, stored.length);
    return Arrays.copyOf(decoder.decode(pipeline, skipped, expected), expected);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private static byte[] shuffled(byte[] plain, int size) {
    int count = plain.length / size;
    byte[] shuffled = plain.clone();
    for (int i = 0; i < count * size; i++) {
      shuffled[i % size * count + i / size] = plain[i];
    }
    return shuffled;
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[64];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return packed.toByteArray();
  }

  /** Fletcher's sums in long arithmetic modulo 65535, straight from the definition. */
  private static byte[] checked(byte[] plain) {
    long sum1 = 0;
    long sum2 = 0;
    for (int i = 0; i < plain.length; i += 2) {
      int low = i + 1 < plain.length ? plain[i + 1] & 0xff : 0;
      sum1 = (sum1 + ((plain[i] & 0xff) << 8 | low)) % 65535;
      sum2 = (sum2 + sum1) % 65535;
    }
    byte[] stored = Arrays.copyOf(plain, plain.length + 4);
    stored[plain.length] = (byte) sum1;
    stored[plain.length + 1] = (byte) (sum1 >> 8);
    stored[plain.length + 2] = (byte) sum2;
    stored[plain.length + 3] = (byte) (sum2 >> 8);
    return stored;
  }
}
