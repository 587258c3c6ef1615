package io.medseg.export.html;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Images that go into a page as they are, as many as it may hold.
 *
 * <p>Not thread-safe: it counts what it gave.
 */
final class PreviewImages {
  /** Of one image, in bytes of its file. */
  static final int MOST_OF_ONE = 250_000;

  /** Of all images of a page. */
  static final int MOST_OF_ALL = 900_000;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final Function<String, Optional<byte[]>> files;
  private int bytes;

  /**
   * @param files the PNG file of a scan, by its id
   */
  PreviewImages(Function<String, Optional<byte[]>> files) {
    this.files = files;
  }

  /** A data URI, or nothing: no image, one that is no PNG, or no room left. */
  String uri(String scanId) {
    return files
        .apply(scanId)
        .filter(PreviewImages::isPng)
        .filter(file -> file.length <= MOST_OF_ONE && bytes + file.length <= MOST_OF_ALL)
        .map(this::uri)
        .orElse("");
  }

  private static boolean isPng(byte[] file) {
    return file.length > PNG.length && Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length);
  }

  private String uri(byte[] file) {
    bytes += file.length;
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(file);
  }
}
