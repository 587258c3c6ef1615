package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Damaged scans, one file of each, and what would have to be read from them without the damage. The
 * seeds are in the test's resources (tools/make_fuzz_seeds.py).
 */
final class FuzzScans {
  private static final List<String> VOLUMES =
      List.of(
          "contiguous_earliest",
          "contiguous_v110",
          "contiguous_latest",
          "gzip_earliest",
          "gzip_v110",
          "gzip_latest",
          "lzf",
          "lzf_checked",
          "checked",
          "growing");
  private static final String SINGLE = "single";
  private static final List<String> GROUPS_OF_SINGLE =
      List.of("0000001_V00", "0000002_V00", "0000003_V00");
  private static final String NORMALIZED = "normalized";
  private static final String SLICES = "slice";
  private static final int SLICE_COUNT = 4;

  private final Path folder;
  private final Random random;
  private final List<Scan> scans = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, String> seeds = new HashMap<>();

  FuzzScans(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  /** Damages files until there are this many. */
  void write(int count) {
    List<String> kinds = new ArrayList<>(VOLUMES);
    kinds.addAll(List.of(SINGLE, NORMALIZED, SLICES, SLICES));
    for (int i = 0; i < count; i++) {
      String kind = kinds.get(i % kinds.size());
      String id = String.format(Locale.ROOT, "%07d_V00", i);
      switch (kind) {
        case SINGLE -> single(id);
        case NORMALIZED -> normalized(id);
        case SLICES -> slices(id, i);
        default -> volume(kind, id);
      }
    }
  }

  /** The scans that could be listed. */
  List<Scan> scans() {
    return scans;
  }

  /** Why files of several scans could not even be listed. */
  List<String> refusals() {
    return refusals;
  }

  /** How tools/read_fuzzed.py names a scan. */
  String line(Scan scan) {
    return lines.get(scan.scanId());
  }

  /** The same of the seed that it was made from; null if the damage changed the scan's name. */
  String seedLine(Scan scan) {
    return seeds.get(scan.scanId());
  }

  private void volume(String kind, String id) {
    Path file = damaged(kind + ".h5", folder.resolve("volumes/" + id + ".h5"));
    ScanSource source = new ScanSource.VolumeFile(file.toString(), null, file.toString(), null);
    add(
        new Scan(id, null, source, 0, Map.of()),
        line(file, "volume|data", file, "seg|data", "-"),
        line(seed(kind + ".h5"), "volume", seed(kind + ".h5"), "seg", "-"));
  }

  private void normalized(String id) {
    Path file = damaged(NORMALIZED + ".h5", folder.resolve("normalized/" + id + ".h5"));
    ScanSource source =
        new ScanSource.NormalizedVolume(file.toString(), "rms", "stats/rms", "seg", null);
    Path seed = seed(NORMALIZED + ".h5");
    add(
        new Scan(id, null, source, 0, Map.of()),
        line(file, "rms", file, "seg", "stats/rms"),
        line(seed, "rms", seed, "seg", "stats/rms"));
  }

  private void single(String id) {
    Path file = damaged(SINGLE + ".h5", folder.resolve("single/" + id + ".h5"));
    Dataset dataset =
        new Dataset(
            "fuzz", file.toString(), "single-file", List.of(), null, "SemSegEvaluator", Map.of());
    try {
      for (Scan found :
          Layouts.of("single-file").scans(dataset, FileSystem.getLocal(new Configuration()))) {
        String group = found.scanId();
        Path seed = seed(SINGLE + ".h5");
        add(
            new Scan(id + "-" + group, null, found.source(), 0, Map.of()),
            line(file, group + "/volume", file, group + "/seg", "-"),
            GROUPS_OF_SINGLE.contains(group)
                ? line(seed, group + "/volume", seed, group + "/seg", "-")
                : null);
      }
    } catch (InputException e) {
      refusals.add(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void slices(String id, int number) {
    String ending = number % 2 == 0 ? "im" : "seg";
    int damagedSlice = 1 + random.nextInt(SLICE_COUNT);
    List<String> images = new ArrayList<>();
    List<String> masks = new ArrayList<>();
    for (int slice = 1; slice <= SLICE_COUNT; slice++) {
      for (String kind : List.of("im", "seg")) {
        String name = String.format(Locale.ROOT, "slice_%03d.%s", slice, kind);
        Path file =
            folder.resolve(String.format(Locale.ROOT, "slices/%s-Aug00_%03d.%s", id, slice, kind));
        if (slice == damagedSlice && kind.equals(ending)) {
          damaged(name, file);
        } else {
          write(file, bytes(name));
        }
        (kind.equals("im") ? images : masks).add(file.toString());
      }
    }
    ScanSource source =
        new ScanSource.Slices(
            folder.resolve("slices").toString(), id + "-Aug00", new int[] {1, 2, 3, 4}, true);
    add(
        new Scan(id, null, source, 0, Map.of()),
        "%s\tdata\t%s\tdata\t-".formatted(String.join(",", images), String.join(",", masks)),
        "%s\tdata\t%s\tdata\t-".formatted(seedSlices("im"), seedSlices("seg")));
  }

  private String seedSlices(String ending) {
    List<String> files = new ArrayList<>();
    for (int slice = 1; slice <= SLICE_COUNT; slice++) {
      files.add(seed(String.format(Locale.ROOT, "slice_%03d.%s", slice, ending)).toString());
    }
    return String.join(",", files);
  }

  private static String line(
      Path image, String imageName, Path masks, String maskName, String statistics) {
    return String.join("\t", image.toString(), imageName, masks.toString(), maskName, statistics);
  }

  private void add(Scan scan, String line, String seedLine) {
    scans.add(scan);
    lines.put(scan.scanId(), line);
    seeds.put(scan.scanId(), seedLine);
  }

  /** A kind of damage at random. */
  private Path damaged(String seed, Path file) {
    Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
    return write(file, damage.to(bytes(seed), random));
  }

  private static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path seed(String name) {
    return Path.of("src/test/resources/io/medseg/spark/fuzz").resolve(name).toAbsolutePath();
  }

  private static byte[] bytes(String seed) {
    try {
      return Files.readAllBytes(seed(seed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
