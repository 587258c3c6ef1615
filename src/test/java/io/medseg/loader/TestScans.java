package io.medseg.loader;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Scans in memory for tests. */
public final class TestScans {
  private TestScans() {}

  /** Random voxels and masks; some voxels are in several classes, some in none. */
  public static ScanData random(
      String id, int height, int width, int depth, int channels, long seed) {
    Random random = new Random(seed);
    Volume image = Volume.zeros(height, width, depth);
    MaskVolume masks = MaskVolume.empty(height, width, depth, channels);
    for (int d = 0; d < depth; d++) {
      for (int i = 0; i < height * width; i++) {
        image.plane(d)[i] = random.nextFloat();
        for (int c = 0; c < channels; c++) {
          if (random.nextInt(4) == 0) {
            masks.set(i / width, i % width, d, c);
          }
        }
      }
    }
    return new ScanData(scan(id), image, masks);
  }

  /** A scan that is nowhere. */
  public static Scan scan(String id) {
    ScanSource source = new ScanSource.VolumeFile(id + ".h5", null, id + ".h5", null);
    return new Scan(id, null, source, 1, Map.of());
  }

  /** The same scan as if it came from a file of layout skm-tea. */
  public static ScanData normalized(ScanData data) {
    ScanSource source =
        new ScanSource.NormalizedVolume("/files/MTR_001.h5", "rms", "stats/rms", "seg", null);
    Scan scan = new Scan(data.scan().scanId(), null, source, 1, Map.of());
    return new ScanData(scan, data.image(), data.masks());
  }

  /** The same scan with one more image, of random voxels. */
  public static ScanData stacked(ScanData data, long seed) {
    Shape shape = data.image().shape();
    Volume image = random("other", shape.get(0), shape.get(1), shape.get(2), 1, seed).image();
    List<Volume> contrasts = new ArrayList<>(data.contrasts());
    contrasts.add(image);
    Scan scan = data.scan();
    List<ScanSource> others = Collections.nCopies(contrasts.size(), scan("other").source());
    ScanSource first =
        scan.source() instanceof ScanSource.Contrasts images ? images.first() : scan.source();
    ScanSource source = new ScanSource.Contrasts(first, others);
    return new ScanData(
        new Scan(scan.scanId(), scan.subjectId(), source, 1, scan.overrides()),
        data.image(),
        data.masks(),
        contrasts);
  }

  /** The same scan as if it had never had any. */
  public static ScanData withoutMasks(ScanData data) {
    return new ScanData(data.scan().withoutMasks(), data.image(), null, data.contrasts());
  }

  /** What a reader would say of a scan without reading it. */
  public static ScanHeader header(ScanData data) {
    return data.header();
  }

  /** An experiment of keys and values one after the other. */
  public static Experiment experiment(Parity parity, Object... entries) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("CATEGORIES", List.of(0, List.of(1, 2)));
    for (int i = 0; i < entries.length; i += 2) {
      values.put((String) entries[i], entries[i + 1]);
    }
    return Experiment.of(values, parity);
  }

  /** The loader of {@link #experiment}. */
  public static DataLoader loader(Object... entries) {
    return DataLoaders.create(experiment(Parity.NONE, entries));
  }
}
