package io.medseg.job;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Hands text on and remembers its last line that is not blank. Safe for many threads. */
final class LastLine extends FilterWriter {
  private final StringBuilder open = new StringBuilder();
  private String last = "";

  /** Hands on to this writer, which is closed with this one. */
  LastLine(Writer out) {
    super(out);
  }

  /** The last line; empty if there was none. */
  String text() {
    synchronized (lock) {
      return open.toString().isBlank() ? last : open.toString().strip();
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    synchronized (lock) {
      out.write(text, offset, length);
      text.chars().skip(offset).limit(length).forEach(c -> remember((char) c));
    }
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(int c) throws IOException {
    write(String.valueOf((char) c), 0, 1);
  }

  private void remember(char c) {
    if (c != '\n') {
      open.append(c);
      return;
    }
    last = text();
    open.setLength(0);
  }
}
