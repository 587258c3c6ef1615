package io.medseg.segmentation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** gzip at a level of choice; no time in its header, so that equal content gives equal bytes. */
final class GzipStream extends GZIPOutputStream {
  /** Labels shrink well at any level, probabilities hardly at all: the fastest is best. */
  private static final int LEVEL = 1;

  private static final int BUFFER = 1 << 16;

  GzipStream(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(LEVEL);
  }
}
