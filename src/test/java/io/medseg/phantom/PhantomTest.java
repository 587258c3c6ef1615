package io.medseg.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PhantomTest {
  /** Sums printed by {@code tools/phantom.py --check 7 20 24 6}. */
  private static final String VOLUME =
      "c1f87514c529471070b917453ae0da68993f6c9c91efc095a25ef9c1e44a21a7";

  private static final String MASKS =
      "f3d97883d61946792fdadda0bd3c780de94755f8e560544b2bebc4675772c215";

  @Test
  void hasTheBitsOfThePythonDefinition() throws Exception {
    Phantom phantom = Phantom.draw(7, 20, 24, 6);

    assertThat(sum(bytes(phantom.image()))).isEqualTo(VOLUME);
    assertThat(sum(bytes(phantom.masks()))).isEqualTo(MASKS);
  }

  @Test
  void everyStructureIsThereAndNoneOverlap() {
    MaskVolume masks = Phantom.draw(1, 64, 64, 12).masks();

    long total = 0;
    for (int c = 0; c < masks.classes(); c++) {
      assertThat(masks.count(c)).isGreaterThan(100);
      total += masks.count(c);
    }
    MaskVolume union = masks.collate(java.util.List.of(new int[] {0, 1, 2, 3}));
    assertThat(union.count(0)).isEqualTo(total);
  }

  private static byte[] bytes(Volume volume) {
    int height = volume.shape().get(0);
    int width = volume.shape().get(1);
    int depth = volume.shape().get(2);
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * height * width * depth).order(ByteOrder.LITTLE_ENDIAN);
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int d = 0; d < depth; d++) {
          bytes.putFloat(volume.get(h, w, d));
        }
      }
    }
    return bytes.array();
  }

  private static byte[] bytes(MaskVolume masks) {
    int height = masks.shape().get(0);
    int width = masks.shape().get(1);
    int depth = masks.shape().get(2);
    ByteBuffer bytes = ByteBuffer.allocate(height * width * depth * masks.classes());
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int d = 0; d < depth; d++) {
          for (int c = 0; c < masks.classes(); c++) {
            bytes.put((byte) (masks.get(h, w, d, c) ? 1 : 0));
          }
        }
      }
    }
    return bytes.array();
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
