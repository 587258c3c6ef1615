package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layout over HDFS gives the scans that the local disk gives, of whose bytes the network
 * carries no more than a tenth again: what {@link MeteredFileSystem} counts between the project and
 * Hadoop, for looking at the shapes and reading, as a run does both.
 */
class HdfsLayoutsIT {
  private static final int MEBIBYTE = 1 << 20;
  private static final int SIZE = 256;
  private static final int DEPTH = 20;
  private static final int SCANS = 2;

  private static final String CATALOG =
      """
      datasets:
        - name: volumes
          root: volumes
          layout: volumes
          categories: [{id: 0, name: a, abbreviation: a}, {id: 1, name: b, abbreviation: b}]
        - {name: slices, like: volumes, root: slices, layout: slices}
        - {name: single, like: volumes, root: single.h5, layout: single-file}
        - {name: skm-tea, like: volumes, root: skm-tea.json, layout: skm-tea, files: skm-tea}
      """;

  @TempDir static java.nio.file.Path local;
  private static MiniHdfs hdfs;
  private static Path remote;
  private static Configuration metered;

  @BeforeAll
  static void write() throws IOException {
    hdfs = MiniHdfs.start();
    metered = MeteredFileSystem.over("hdfs", hdfs.files().getConf());
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    Hdf5Writer single = new Hdf5Writer();
    for (int scan = 1; scan <= SCANS; scan++) {
      Phantom phantom = Phantom.draw(scan, SIZE, SIZE, DEPTH);
      String id = Phantoms.id(scan);
      writer.writeVolume(folder("volumes"), id, phantom.image(), phantom.masks());
      writer.writeSlices(folder("slices"), id, phantom.image(), phantom.masks());
      ScanFileWriter.add(single, id, phantom.image(), phantom.masks());
      Hdf5Writer skmTea = new Hdf5Writer();
      skmTea.floats("rms", phantom.image().shape(), voxels(phantom.image()));
      skmTea.number("stats/rms/mean", 3).number("stats/rms/std", 2);
      skmTea.write(new Path(folder("skm-tea"), id + ".h5"), new Configuration());
    }
    single.write(folder("single.h5"), new Configuration());
    Files.writeString(local.resolve("catalog.yaml"), CATALOG);
    Files.writeString(local.resolve("skm-tea.json"), annotations());
    remote = hdfs.upload(local, new Path(hdfs.folder(), "data"));
  }

  private static float[] voxels(Volume image) {
    float[] voxels = new float[SIZE * SIZE * DEPTH];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = image.plane(i % DEPTH)[i / DEPTH];
    }
    return voxels;
  }

  private static String annotations() {
    StringBuilder images = new StringBuilder();
    for (int scan = 1; scan <= SCANS; scan++) {
      images.append(scan == 1 ? "" : ",");
      images.append(
          "{\"id\": %d, \"file_name\": \"%s.h5\", \"scan_id\": \"%s\", \"subject_id\": %d, \"matrix_shape\": [%d, %d, %d]}"
              .formatted(scan, Phantoms.id(scan), Phantoms.id(scan), scan, SIZE, SIZE, DEPTH));
    }
    return "{\"images\": [" + images + "]}";
  }

  private static Path folder(String name) {
    return new Path(local.resolve(name).toUri());
  }

  private static List<Scan> scans(String dataset, Path root, Configuration hadoop)
      throws IOException {
    Dataset found =
        DatasetCatalog.read(new Path(root, "catalog.yaml").toString(), Optional.empty(), hadoop)
            .dataset(dataset);
    return Layouts.of(found.layout()).scans(found, new Path(found.root()).getFileSystem(hadoop));
  }

  private static void assertSame(ScanData found, ScanData expected) {
    assertThat(found.image().shape()).isEqualTo(expected.image().shape());
    for (int d = 0; d < DEPTH; d++) {
      assertThat(found.image().plane(d)).isEqualTo(expected.image().plane(d));
    }
    assertThat(found.masks() == null).isEqualTo(expected.masks() == null);
    for (int c = 0; found.masks() != null && c < found.masks().classes(); c++) {
      assertThat(found.masks().words(c)).isEqualTo(expected.masks().words(c));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"volumes", "slices", "single", "skm-tea"})
  void everyLayoutGivesTheScansOfTheLocalDisk(String dataset) throws IOException {
    List<Scan> here = scans(dataset, new Path(local.toUri()), new Configuration());
    List<Scan> there = scans(dataset, remote, metered);
    assertThat(there).hasSize(SCANS);
    for (int i = 0; i < SCANS; i++) {
      try (Hdf5ScanReader local = new Hdf5ScanReader(new Configuration());
          Hdf5ScanReader far = new Hdf5ScanReader(metered)) {
        assertThat(there.get(i).scanId()).isEqualTo(here.get(i).scanId());
        assertThat(far.header(there.get(i))).isEqualTo(local.header(here.get(i)));
        assertSame(far.read(there.get(i)), local.read(here.get(i)));
      }
    }
  }

  /** A run looks at the shapes in one task and reads in another. */
  @ParameterizedTest
  @ValueSource(strings = {"volumes", "skm-tea"})
  void aFilePerScanIsCarriedOnceInReadsOfAMebibyte(String dataset) throws IOException {
    for (Scan scan : scans(dataset, remote, metered)) {
      Map<String, ReadCount> counts = headerAndRead(scan, metered);
      assertThat(counts).hasSize(1);
      ReadCount count = counts.values().iterator().next();
      assertThat(count.opens()).isEqualTo(2);
      assertThat(count.bytes()).isBetween(scan.bytes(), scan.bytes() * 11 / 10);
      assertThat(count.calls()).isLessThanOrEqualTo(scan.bytes() / MEBIBYTE + 20);
      assertThat(count.smallest()).isGreaterThanOrEqualTo(16 << 10);
    }
  }

  @Test
  void aSliceFileIsReadWithOneCall() throws IOException {
    Scan scan = scans("slices", remote, metered).get(0);
    Map<String, ReadCount> counts = headerAndRead(scan, metered);
    assertThat(counts).hasSize(2 * DEPTH);
    long bytes = counts.values().stream().mapToLong(ReadCount::bytes).sum();
    assertThat(bytes).isBetween(scan.bytes(), scan.bytes() * 11 / 10);
    // The first slice is looked at for its shape as well.
    long calls = counts.values().stream().mapToLong(ReadCount::calls).sum();
    assertThat(calls).isLessThanOrEqualTo(2 * (DEPTH + 1));
  }

  /** A task reads its scans, not those of others. */
  @Test
  void ofASingleFileOnlyTheScanIsCarried() throws IOException {
    Scan scan = scans("single", remote, metered).get(1);
    ReadCount count = headerAndRead(scan, metered).values().iterator().next();
    assertThat(count.bytes()).isBetween(scan.bytes(), scan.bytes() * 11 / 10 + MEBIBYTE);
    assertThat(count.calls()).isLessThanOrEqualTo(scan.bytes() / MEBIBYTE + 20);
  }

  /** What there is no memory for is kept on this host's disk. */
  @Test
  void aScanByPlanesIsCarriedOnceToo() throws IOException {
    Configuration little = new Configuration(metered);
    little.set(Hdf5ScanReader.WHOLE_MAX_BYTES, "1m");
    Scan scan = scans("volumes", remote, little).get(0);
    MeteredFileSystem.take();
    try (Hdf5ScanReader far = new Hdf5ScanReader(little);
        Hdf5ScanReader near = new Hdf5ScanReader(new Configuration())) {
      assertSame(
          far.read(scan),
          near.read(scans("volumes", new Path(local.toUri()), new Configuration()).get(0)));
    }
    ReadCount count = MeteredFileSystem.takeSum();
    assertThat(count.opens()).isEqualTo(1);
    assertThat(count.bytes()).isLessThanOrEqualTo(scan.bytes());
    assertThat(count.calls()).isLessThanOrEqualTo(scan.bytes() / MEBIBYTE + 20);
  }

  private static Map<String, ReadCount> headerAndRead(Scan scan, Configuration hadoop) {
    MeteredFileSystem.take();
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      reader.header(scan);
    }
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      ScanData data = reader.read(scan);
      data.image().plane(0);
    }
    return MeteredFileSystem.take();
  }
}
