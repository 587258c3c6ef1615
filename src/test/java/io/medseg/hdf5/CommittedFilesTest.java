package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that not every h5py can write. hdf5_2_latest.h5 is of HDF5 2.0 (tools/make_hdf5_2_file.py);
 * the others were found by chance among damaged and unusual files, and the digests are those of
 * tools/read_hdf5.py.
 */
class CommittedFilesTest {
  private static final int IMAGE = 13 * 11 * 9;

  /** Layout messages of version 5, over every kind of chunk index that h5py makes. */
  @Test
  void hdf5Version2() {
    float[] image = new float[IMAGE];
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 4f - 100;
    }
    float[] masks = new float[3 * IMAGE];
    for (int i = 0; i < masks.length; i += 5) {
      masks[i] = 1;
    }
    try (Hdf5File file = open("hdf5_2_latest")) {
      for (String name : List.of("volume", "grows", "grows everywhere", "contiguous")) {
        assertThat(file.dataset(name).readFloats()).as(name).isEqualTo(image);
      }
      assertThat(file.dataset("seg").readFloats()).isEqualTo(masks);
    }
  }

  /**
   * Edge chunks without filters and a layout message beyond byte 4096 of the header (an enum of 300
   * names comes before it); structures in a metadata cache image, of a dataset that was enlarged.
   */
  @ParameterizedTest
  @CsvSource({
    "edge_unfiltered_enum300, volume, bceb1aed1920c82f587c88806f10710bfae95a7600153e96172e5e9007bbd0a4",
    "edge_unfiltered_enum300, seg, 830c018a50c20c29cb58ec2afa1ab602a1effde0dbbe0b282cf686171327fea6",
    "mdc_image_resized, volume, c3a46e401b1abc40fe7a88c0915b69a6aa6f2b2b95066c95f921398e9a64cb58",
    "mdc_image_resized, seg, 867a62e9bafffc90206586e036445de68de44df06163030ba98ab9b98992ea09",
    "btree2_record_moved, seg, fa07b7dce380daec89d3523ee6d96e18a97cc74f778afca881e6fcc64c3453ff"
  })
  void asH5pyReadsThem(String name, String dataset, String sha256) {
    try (Hdf5File file = open(name)) {
      assertThat(H5pyReading.of(file, dataset).sha256()).isEqualTo(sha256);
    }
  }

  /** The chunk of the moved record is outside; h5py takes its place for one never written. */
  @Test
  void movedRecordsOfABTree() {
    try (Hdf5File file = open("btree2_record_moved")) {
      assertThatThrownBy(() -> file.dataset("volume"))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "Cannot read dataset volume of btree2_record_moved: the B-tree at ")
          .hasMessageEndingWith(
              " is damaged: there is a chunk at [65282, 0, 2], outside the dataset");
    }
  }

  private static Hdf5File open(String name) {
    try (InputStream stream = CommittedFilesTest.class.getResourceAsStream(name + ".h5")) {
      return Hdf5File.open(name, new MemorySource(stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
