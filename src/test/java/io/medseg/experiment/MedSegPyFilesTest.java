package io.medseg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Every configuration file of a checked-out MedSegPy (-Dmedsegpy.dir=...) can be used. */
class MedSegPyFilesTest {
  @Test
  void everyFileParses() throws IOException {
    String checkout = System.getProperty("medsegpy.dir");
    assumeTrue(checkout != null, "medsegpy.dir is not given");
    List<Path> files = files(Path.of(checkout));

    assertThat(files).hasSizeGreaterThan(80);
    for (Path file : files) {
      assertThat(read(file)).as(file.toString()).isNotNull();
    }
  }

  private static List<Path> files(Path checkout) throws IOException {
    try (Stream<Path> all = Files.walk(checkout)) {
      return all.filter(file -> file.toString().matches(".*/configs/.*\\.(ini|yaml)")).toList();
    }
  }

  /** Reads the file and asks for everything that it may have got wrong. */
  private static Experiment read(Path file) {
    Experiment experiment =
        new ExperimentReader(new Configuration(false), Parity.MEDSEGPY)
            .read(file.toString(), List.of())
            .experiment();
    experiment.imageSize();
    experiment.imagePadSize();
    experiment.imagePadMode();
    experiment.imageStride();
    experiment.categories();
    experiment.tag();
    experiment.preprocessingArguments();
    experiment.testMetrics();
    experiment.testDatasets();
    experiment.testBatchSize();
    experiment.trainBatchSize();
    experiment.validBatchSize();
    experiment.seed();
    if (!experiment.modelName().equals("ContextInpainting")) {
      experiment.activation();
    }
    return experiment;
  }
}
