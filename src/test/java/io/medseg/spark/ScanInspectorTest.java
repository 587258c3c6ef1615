package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.inspection.ClassRule;
import io.medseg.inspection.Finding;
import io.medseg.inspection.FindingCode;
import io.medseg.inspection.ImageFacts;
import io.medseg.inspection.InspectedScan;
import io.medseg.inspection.StoredFacts;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at single scans finds, without Spark. */
class ScanInspectorTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final Dataset DATASET =
      new Dataset(
          "knees", "/data", "volumes", List.of(), Spacing.UNIT, "SemSegEvaluator", Map.of());

  @TempDir java.nio.file.Path folder;

  private static Volume image(int seed) {
    Volume image = Volume.zeros(4, 3, 3);
    Random random = new Random(seed);
    for (int d = 0; d < 3; d++) {
      for (int i = 0; i < 12; i++) {
        image.plane(d)[i] = random.nextFloat();
      }
    }
    return image;
  }

  private static MaskVolume masks() {
    MaskVolume masks = MaskVolume.empty(4, 3, 3, 1);
    masks.set(1, 2, 0, 0);
    return masks;
  }

  private ScanSource volume(String id, Volume image, MaskVolume masks) {
    Path file = new ScanFileWriter(HADOOP).writeVolume(path(""), id, image, masks).get(0);
    return new ScanSource.VolumeFile(file.toString(), null, file.toString(), null);
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toString());
  }

  private static InspectedScan look(ScanSource source) {
    InspectionRecipe recipe = new InspectionRecipe(DATASET, List.of(), ClassRule.MAY_OVERLAP, null);
    try (Hdf5ScanReader reader = InspectScans.reader(HADOOP)) {
      return ScanInspector.open(recipe, reader)
          .inspect(new Scan("0000001_V00", "0000001", source, 1, Map.of()));
    }
  }

  @Test
  void everyContrastIsLookedAt() {
    Volume broken = image(2);
    broken.plane(2)[5] = Float.NaN;
    ScanSource both =
        new ScanSource.Contrasts(
            volume("first", image(1), masks()),
            List.of(volume("second", image(3), null), volume("third", broken, null)));

    InspectedScan scan = look(both);

    assertThat(scan.findings())
        .singleElement()
        .returns(FindingCode.NOT_A_NUMBER, Finding::code)
        .extracting(Finding::message)
        .asString()
        .startsWith("Scan 0000001_V00: contrast 3: 1 of 36 voxels are NaN;")
        .endsWith("third.h5)");
    assertThat(scan.facts().image()).isEqualTo(ImageFacts.of(image(1)));
    assertThat(scan.facts().contrasts()).hasSize(2);
    assertThat(scan.facts().contrasts().get(0).image()).isEqualTo(ImageFacts.of(image(3)));
    assertThat(scan.facts().contrasts().get(0).location()).endsWith("second.h5");
  }

  /** The second image lacks a slice in the middle. */
  @Test
  void missingSlicesOfAContrastAreToldAsThat() {
    ScanFileWriter writer = new ScanFileWriter(HADOOP);
    writer.writeSlices(path("a"), "0000001_V00", image(1), null);
    writer.writeSlices(path("b"), "0000001_V00", image(2), null);
    ScanSource whole =
        new ScanSource.Slices(
            path("a").toString(), "0000001_V00-Aug00", new int[] {1, 2, 3}, false);
    ScanSource lacking =
        new ScanSource.Slices(path("b").toString(), "0000001_V00-Aug00", new int[] {1, 3}, false);

    assertThat(look(new ScanSource.Contrasts(whole, List.of(lacking))).findings())
        .singleElement()
        .returns(FindingCode.MISSING_SLICES, Finding::code)
        .extracting(Finding::message)
        .asString()
        .contains("slice 2 of 3 is missing");
  }

  /** As layout volumes lists it: whether the file has masks is only seen when it is opened. */
  @Test
  void anImageAloneCanBeRead() {
    InspectedScan scan = look(volume("alone", image(1), null));

    assertThat(scan.findings()).isEmpty();
    assertThat(scan.facts().stored())
        .isEqualTo(new StoredFacts(Shape.of(4, 3, 3), 0, "float32", null));
    assertThat(scan.facts().masks()).isNull();
  }
}
