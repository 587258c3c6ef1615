package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent to executors arrives as it was. */
class TravelTest {
  static List<Object> values() {
    Dataset dataset =
        DatasetCatalog.read("conf/datasets.yaml", Optional.empty(), new Configuration(false))
            .dataset("phantom_volumes");
    Dataset overridden =
        new Dataset(
            "a",
            "/a",
            "slices",
            List.of(),
            Spacing.UNIT,
            "SemSegEvaluator",
            Map.of("1000001_V00", Map.of("scan_spacing", List.of(1, 2.5, 3))),
            Augmentations.ALL);
    ScanSource source = new ScanSource.VolumeFile("/a/1_V0.h5", null, null, null);
    return List.of(
        dataset,
        overridden,
        CategorySelection.of(dataset, List.of(List.of(2, 1), List.of(3))),
        new ScanName(1, 0, 2),
        new ScanSource.NormalizedVolume("/a.h5", "rms", "stats/rms", "seg", Shape.of(1, 2, 3)),
        new Scan("0000001_V00", null, source, 7, Map.of("scan_spacing", List.of(1, 2, 3))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void arrivesAsItWas(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(value);
    }
  }
}
