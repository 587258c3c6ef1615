package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5Datasets;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSequence;
import io.medseg.loader.BatchSettings;
import io.medseg.loader.DataLoaders;
import io.medseg.phantom.Phantom;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves what {@code jobs/preprocess.sh} writes, as far as it needs no Python. */
class PreprocessIT extends PreprocessCase {
  @ParameterizedTest
  @EnumSource(Parity.class)
  void epochsAreThoseOfTheLibrary(Parity parity) throws IOException {
    phantoms.volumes(1, 2, 3);
    String name = parity.name().toLowerCase(Locale.ROOT);
    ShardResults shards =
        fine("out", "--parity=" + name, "--epochs=3", "--shard-size=150k", "SEED", "11");

    List<float[]> records = shards.inputs("all");
    assertThat(shards.side("all").get("shards")).hasSizeGreaterThan(2);
    try (BatchSequence library = library(parity)) {
      assertThat(records).hasSize(library.elements());
      for (int epoch = 0; epoch < 3; epoch++) {
        long[] order = shards.epoch("all", epoch);
        for (int i = 0; i < order.length; i++) {
          assertThat(records.get((int) order[i]))
              .as("epoch %d, element %d", epoch, i)
              .isEqualTo(library.batch(i).x().data());
        }
        library.endOfEpoch();
      }
    }
  }

  private BatchSequence library(Parity parity) {
    Experiment experiment =
        new ExperimentReader(HADOOP, parity)
            .read(phantoms.path("experiment.yaml").toString(), List.of("SEED", "11"))
            .experiment();
    DatasetCatalog catalog =
        DatasetCatalog.read(phantoms.path("catalog.yaml").toString(), Optional.empty(), HADOOP);
    return DataLoaders.build(
        experiment,
        Hdf5Datasets.of(catalog, List.of("volumes"), "", HADOOP),
        1,
        BatchForm.TRAINING,
        BatchSettings.Arrangement.SHUFFLED,
        BatchSettings.LastBatch.KEEP);
  }

  /** Scans are dealt to 8 tasks or 12 here; nine elements already spill. */
  @Test
  void bytesDoNotDependOnTasksCoresOrMemory() throws IOException {
    phantoms.volumes(Phantoms.upTo(12));
    String[] options = {"--split=0.5,0.25,0.25", "--epochs=2", "--shard-size=200k"};
    Map<String, byte[]> one = files(JobRunner.local().with("spark.master", "local[1]"), options);

    assertThat(one.keySet())
        .contains("index.json", "plan.json", "failures.csv", "train/epoch-0001.npy")
        .contains("test/shard-00000-of-00003.tfrecord", "test/shard-00000-of-00003.tfrecord.json");
    JobRunner spilling =
        JobRunner.local()
            .with("spark.master", "local[3]")
            .with("spark.shuffle.spill.numElementsForceSpillThreshold", "9");
    assertSame(files(spilling, options), one);
  }

  private Map<String, byte[]> files(JobRunner runner, String... options) throws IOException {
    String output = "out of " + runner.settings().get("spark.master");
    runner.run(phantoms.preprocess(output, options)).fine();
    assertThat(results(output).temporaryFiles()).isEmpty();
    return results(output).files();
  }

  @Test
  void scansWithoutMasks() throws IOException {
    withoutMasks(1);
    withoutMasks(2);
    String[] options = {"--dataset=slices", "--records=batches", "TRAIN_BATCH_SIZE", "5"};

    JsonNode index = fine("out", options).index();

    assertThat(index.get("y").isNull()).isTrue();
    JsonNode side = index.at("/splits/all");
    assertThat(side.get("class_frequencies")).isEmpty();
    assertThat(side.get("records").asInt()).isEqualTo(4);
    assertThat(side.at("/intensities/0/count").asInt()).isEqualTo(16 * 64 * 64);

    phantoms.slices(3);
    assertThat(run("mixed", "--dataset=slices", "--labels=float32").code())
        .isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results("mixed").failures()).hasSize(2);
    assertThat(run("mixed", "--dataset=slices").code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results("mixed").failures())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).contains("it has no masks, but others have"));
    assertThat(texts(results("mixed").side("all").get("scans"))).containsExactly("0000003_V00");
    assertThat(results("mixed").index().at("/y/shape").toString()).isEqualTo("[64,64,3]");
  }

  /** Files that are to hold both, as evaluate demands. */
  @Test
  void volumesWithoutMasks() throws IOException {
    for (int scan : Phantoms.upTo(2)) {
      new ScanFileWriter(HADOOP)
          .writeVolume(
              phantoms.hadoop("volumes"), Phantoms.id(scan), Phantoms.draw(scan).image(), null);
    }

    JsonNode index = fine("out", "--dataset=volumes", "--order=ascending").index();

    assertThat(index.get("y").isNull()).isTrue();
    assertThat(index.at("/splits/all/elements").asInt()).isEqualTo(2 * Phantoms.DEPTH);
    assertThat(results("out").inputs("all").get(0)).isEqualTo(Phantoms.draw(1).image().plane(0));
  }

  private void withoutMasks(int scan) {
    new ScanFileWriter(HADOOP)
        .writeSlices(
            phantoms.hadoop("slices"), Phantoms.id(scan), Phantoms.draw(scan).image(), null);
  }

  @Test
  void severalDatasets() throws IOException {
    phantoms.volumes(2).slices(1, 3);

    ShardResults both = fine("out", "--dataset=slices, volumes", "--order=ascending");

    assertThat(texts(both.index().get("datasets"))).containsExactly("slices", "volumes");
    assertThat(texts(both.side("all").get("scans")))
        .containsExactly("0000001_V00", "0000003_V00", "0000002_V00");
    List<float[]> records = both.inputs("all");
    assertThat(records).hasSize(24);
    assertThat(records.get(16)).isEqualTo(Phantoms.draw(2).image().plane(0));

    phantoms.slices(2);
    assertThat(run("twice", "--dataset=slices,volumes").refusal())
        .contains("scan 0000002_V00 is in both");
  }

  @Test
  void loadersOfImagesGiveFloats() throws IOException {
    phantoms.volumes(1);

    String[] images = {
      "TAG",
      "Abdominal_CT_ImageDataLoader",
      "PREPROCESSING",
      "('Windowing',)",
      "PREPROCESSING_ARGS",
      "({'bounds': [(0, 1)]},)"
    };
    JsonNode index = fine("out", images).index();

    assertThat(index.get("y").get("dtype").asText()).isEqualTo("float32");
    assertThat(index.at("/splits/all/class_frequencies")).isEmpty();
    String[] asMasks =
        Stream.concat(Stream.of("--labels=uint8"), Stream.of(images)).toArray(String[]::new);
    assertThat(run("out", asMasks).refusal())
        .isEqualTo(
            "Invalid --labels: uint8: y of Abdominal_CT_ImageDataLoader is no mask; it is float32");
  }

  @Test
  void folds() throws IOException {
    phantoms.volumes(1, 2, 3, 4, 5);

    JsonNode splits = fine("out", "--folds=2").index().get("splits");

    assertThat(splits.at("/fold-0/subjects").asInt()).isEqualTo(3);
    assertThat(splits.at("/fold-1/subjects").asInt()).isEqualTo(2);
    assertThat(run("too-fine", "--folds=6").refusal())
        .isEqualTo("Cannot split 5 subjects into 6 folds: fold-5 would get none");
    assertThat(run("too-fine", "--split=0.9,0.05,0.05").refusal())
        .startsWith("Cannot split 5 subjects by [0.9, 0.05, 0.05]: ");
    assertThat(folder.resolve("too-fine/index.json")).doesNotExist();
  }

  @Test
  void transformsAlongTheBatchAreRefused() {
    phantoms.volumes(1);

    assertThat(
            run(
                    "out",
                    "PREPROCESSING",
                    "('FlipTransform',)",
                    "PREPROCESSING_ARGS",
                    "({'axis': [0]},)")
                .refusal())
        .contains(
            "Cannot preprocess elements one by one: FlipTransform works along the first axis");
  }

  @Test
  void shapesThatDifferAreNoBatch() throws IOException {
    phantoms.volumes(1);
    Phantom wide = Phantom.draw(2, 64, 96, 8);
    new ScanFileWriter(HADOOP)
        .writeVolume(phantoms.hadoop("volumes"), Phantoms.id(2), wide.image(), wide.masks());
    String[] size = {"IMG_SIZE", "(None, None, 1)"};

    assertThat(fine("out", size).index().at("/x/shape").toString()).isEqualTo("[64,null,1]");
    Map<String, byte[]> elements = results("out").files();
    assertThat(run("out", size[0], size[1], "--records=batches").refusal())
        .startsWith("Cannot batch elements of scans 0000")
        .contains("_V00 (64x64x1)", "_V00 (64x96x1)")
        .endsWith(": their shapes differ; write single elements (--records elements)");
    assertSame(results("out").files(), elements);

    // Scan by scan no batch holds elements of two.
    String[] ascending = {"--records=batches", "--order=ascending", "TRAIN_BATCH_SIZE", "4"};
    fine("batches", Stream.of(size, ascending).flatMap(Stream::of).toArray(String[]::new));
  }
}
