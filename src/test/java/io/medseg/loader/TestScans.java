package io.medseg.loader;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Scans in memory for tests. */
final class TestScans {
  private TestScans() {}

  /** Random voxels and masks; some voxels are in several classes, some in none. */
  static ScanData random(String id, int height, int width, int depth, int channels, long seed) {
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

  static Scan scan(String id) {
    ScanSource source = new ScanSource.VolumeFile(id + ".h5", null, id + ".h5", null);
    return new Scan(id, null, source, 1, Map.of());
  }

  /** The same scan as if it came from a file of layout skm-tea. */
  static ScanData normalized(ScanData data) {
    ScanSource source =
        new ScanSource.NormalizedVolume("/files/MTR_001.h5", "rms", "stats/rms", "seg", null);
    Scan scan = new Scan(data.scan().scanId(), null, source, 1, Map.of());
    return new ScanData(scan, data.image(), data.masks());
  }

  static ScanData withoutMasks(ScanData data) {
    return new ScanData(data.scan().withoutMasks(), data.image(), null);
  }

  static ScanHeader header(ScanData data) {
    return new ScanHeader(data.image().shape(), data.masks() == null ? 0 : data.masks().classes());
  }

  /** An experiment of keys and values one after the other. */
  static Experiment experiment(Parity parity, Object... entries) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("CATEGORIES", List.of(0, List.of(1, 2)));
    for (int i = 0; i < entries.length; i += 2) {
      values.put((String) entries[i], entries[i + 1]);
    }
    return Experiment.of(values, parity);
  }

  static DataLoader loader(Object... entries) {
    return DataLoaders.create(experiment(Parity.NONE, entries));
  }
}
