package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a scan with NaN voxels, which the model swallows, is scored but not in silence, the
 * same however it is run.
 */
class OddInputsIT {
  private static final String WARNING =
      "3 elements of 2 scans (0000002_V00, 0000003_V00) gave the model NaN or infinity: ";

  @TempDir static Path folder;

  private static Phantoms phantoms;
  private static Path model;

  @BeforeAll
  static void write() throws IOException {
    model = NanTolerantModel.write(folder.resolve("model"), "phantom_unet2d");
    phantoms = Phantoms.in(folder).volumes(1);
    Phantom second = Phantoms.draw(2);
    second.image().plane(3)[700] = Float.NaN;
    second.image().plane(7)[0] = Float.NaN;
    Phantom third = Phantoms.draw(3);
    third.image().plane(0)[4095] = Float.NaN;
    third.image().plane(0)[4094] = Float.NaN;
    ScanFileWriter writer = new ScanFileWriter(new Configuration());
    writer.writeVolume(phantoms.hadoop("volumes"), Phantoms.id(2), second.image(), second.masks());
    writer.writeVolume(phantoms.hadoop("volumes"), Phantoms.id(3), third.image(), third.masks());
  }

  private static JsonNode run(String output, String... more) {
    JobRunner.local().run(phantoms.evaluate(output, more)).fine();
    return new Results(folder.resolve(output)).json("run.json");
  }

  private static void assertTold(JsonNode manifest) {
    assertThat(manifest.at("/counts/elements_with_nan_or_infinity").asInt()).isEqualTo(3);
    assertThat(manifest.at("/warnings").toString()).contains(WARNING);
  }

  @Test
  void areToldHoweverTheScansAreRun() {
    String swallowing = "--model=" + model;
    assertTold(run("whole", swallowing, "--partitions=1"));
    assertThat(folder.resolve("whole/report.html")).content().contains("<li>" + WARNING);
    assertTold(run("whole", swallowing, "--resume"));
    assertTold(run("cut", swallowing, "--split-scans=3", "--partitions=5"));
    List<String> predictor = new ArrayList<>();
    predictor.add("--predictor-transformer=io.medseg.spark.BinaryPredictor");
    predictor.add("--predictor-param=engine=TensorFlow");
    predictor.add("--predictor-param=modelUrl=" + model.toUri());
    predictor.addAll(List.of("TEST_WEIGHT_PATH", "''"));
    assertTold(run("transformer", predictor.toArray(String[]::new)));
  }
}
