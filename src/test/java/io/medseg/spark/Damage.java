package io.medseg.spark;

import java.util.Arrays;
import java.util.Random;

/** Ways to damage a file. */
enum Damage {
  /** The file ends early. */
  TRUNCATED {
    @Override
    byte[] to(byte[] file, Random random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  /** One to eight bits of 64 bytes are the other way round. */
  FLIPPED {
    @Override
    byte[] to(byte[] file, Random random) {
      int from = random.nextInt(file.length - 64);
      for (int bits = 1 + random.nextInt(8); bits > 0; bits--) {
        file[from + random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      }
      return file;
    }
  },
  /** A number of 2, 4 or 8 bytes is larger than anything could be, or negative. */
  ABSURD {
    @Override
    byte[] to(byte[] file, Random random) {
      int width = 2 << random.nextInt(3);
      int at = random.nextInt((file.length - width) / 2) * 2;
      long number = ABSURD_NUMBERS[random.nextInt(ABSURD_NUMBERS.length)];
      for (int i = 0; i < width; i++) {
        file[at + i] = (byte) (number >>> 8 * i);
      }
      return file;
    }
  },
  /** Up to 512 bytes are zero. */
  ZEROED {
    @Override
    byte[] to(byte[] file, Random random) {
      int from = random.nextInt(file.length);
      Arrays.fill(file, from, Math.min(file.length, from + 1 + random.nextInt(512)), (byte) 0);
      return file;
    }
  },
  /** Up to 64 bytes are any. */
  SCRIBBLED {
    @Override
    byte[] to(byte[] file, Random random) {
      int from = random.nextInt(file.length);
      for (int i = from; i < Math.min(file.length, from + 1 + random.nextInt(64)); i++) {
        file[i] = (byte) random.nextInt();
      }
      return file;
    }
  };

  private static final long[] ABSURD_NUMBERS = {
    Long.MAX_VALUE,
    -1,
    -2,
    0x7fffffff7fffffffL,
    0x40000000_40000000L,
    0x00100000_00100000L,
    0x1_00000000L,
    0x7fffL
  };

  /** The damaged file; the array given may be changed. */
  abstract byte[] to(byte[] file, Random random);
}
