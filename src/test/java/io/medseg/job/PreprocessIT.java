package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5Datasets;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSequence;
import io.medseg.loader.BatchSettings;
import io.medseg.loader.DataLoaders;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves what {@code jobs/preprocess.sh} promises, as far as it needs no Python. */
class PreprocessIT {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  private Phantoms phantoms;

  @BeforeEach
  void drawNothingYet() {
    phantoms = Phantoms.in(folder);
  }

  private JobRunner.Result run(String output, String... more) {
    return JobRunner.local().run(phantoms.preprocess(output, more));
  }

  private ShardResults fine(String output, String... more) {
    run(output, more).fine();
    return results(output);
  }

  private ShardResults results(String output) {
    return new ShardResults(folder.resolve(output));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

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

  private static void assertSame(Map<String, byte[]> files, Map<String, byte[]> expected) {
    assertThat(files.keySet()).isEqualTo(expected.keySet());
    files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void aBrokenScanCostsOnlyItself() throws IOException {
    phantoms
        .volumes(1, 2)
        .hdf5("volumes/0000011_V00.h5", new Hdf5Writer().bytes("img", Shape.of(1), new byte[1]));
    tall(12, 70);
    String[] options = {
      "--epochs=2",
      "--shard-size=200k",
      "PREPROCESSING",
      "('%s',)".formatted(BreakingTransform.class.getName()),
      "PREPROCESSING_ARGS",
      "({},)"
    };

    JobRunner.Result run = run("out", options);

    assertThat(run.code()).as(run.err()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(run.out())
        .contains("2 scans written, 2 failed. Shards are in ")
        .contains("  Cannot transform: a voxel is 1000.0 (scan 0000012_V00)");
    assertThat(results("out").failures()).hasSize(2);
    assertThat(results("out").failures().get(0)).startsWith("0000011_V00,PLAN,");
    assertThat(results("out").failures().get(1)).startsWith("0000012_V00,SCATTER,");
    JsonNode side = results("out").side("all");
    // The elements before the broken one are there, it and all behind it are not.
    assertThat(side.get("records").asInt()).isEqualTo(16 + 70);
    assertThat(side.get("scans")).hasSize(3);
    assertThat(results("out").index().get("failed_scans").asInt()).isEqualTo(2);
    for (int epoch = 0; epoch < 2; epoch++) {
      long[] order = results("out").epoch("all", epoch);
      Arrays.sort(order);
      assertThat(order).containsExactly(java.util.stream.LongStream.range(0, 86).toArray());
    }
    assertGoesOn(options);
  }

  /** The same run again gives the same; with a mended scan it is another one. */
  private void assertGoesOn(String... options) throws IOException {
    Map<String, byte[]> before = results("out").files();
    String[] resumed = Arrays.copyOf(options, options.length + 1);
    System.arraycopy(options, 0, resumed, 1, options.length);
    resumed[0] = "--resume";

    assertThat(run("out", resumed).code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertSame(results("out").files(), before);

    phantoms.volumes(11);
    assertThat(run("out", resumed).refusal())
        .isEqualTo(
            "Cannot go on in %s: it was begun with something else: scan 0000011_V00 has changed; leave --resume away to begin anew"
                .formatted(folder.resolve("out")));
  }

  /** A scan of 80 slices, one of which {@link BreakingTransform} refuses. */
  private void tall(int scan, int broken) {
    Phantom phantom = Phantom.draw(scan, Phantoms.SIZE, Phantoms.SIZE, 80);
    phantom.image().plane(broken)[5] = BreakingTransform.REFUSED;
    new ScanFileWriter(HADOOP)
        .writeVolume(
            phantoms.hadoop("volumes"), Phantoms.id(scan), phantom.image(), phantom.masks());
  }

  @Test
  void anEarlierRunIsReplacedOrGoesOn() throws IOException {
    phantoms.volumes(1, 2, 3);
    fine("out", "--shard-size=50k", "--epochs=2");
    assertThat(results("out").files()).hasSizeGreaterThan(16);

    fine("out", "--split=0.7,0.3");
    assertThat(results("out").files().keySet())
        .containsExactlyInAnyOrder(
            "failures.csv",
            "index.json",
            "plan.json",
            "train/shard-00000-of-00001.tfrecord",
            "train/shard-00000-of-00001.tfrecord.json",
            "validation/shard-00000-of-00001.tfrecord",
            "validation/shard-00000-of-00001.tfrecord.json");

    Map<String, byte[]> whole = results("out").files();
    Files.delete(folder.resolve("out/index.json"));
    Files.delete(folder.resolve("out/train/shard-00000-of-00001.tfrecord.json"));
    Files.writeString(folder.resolve("out/validation/shard-00000-of-00001.tfrecord"), "cut");
    fine("out", "--split=0.7,0.3", "--resume");
    assertSame(results("out").files(), whole);

    assertRefused("--split was ", "--split=0.6,0.4");
    assertRefused("SEED was ", "--split=0.7,0.3", "SEED", "5");
    assertRefused("--form was training and is testing", "--split=0.7,0.3", "--form=testing");
    phantoms.volumes(4);
    assertRefused("scan 0000004_V00 is new", "--split=0.7,0.3");
    phantoms.delete("volumes/0000004_V00.h5").delete("volumes/0000003_V00.h5");
    assertRefused("scan 0000003_V00 is gone", "--split=0.7,0.3");
    assertSame(results("out").files(), whole);
  }

  private void assertRefused(String difference, String... options) {
    List<String> more = new ArrayList<>(List.of("--resume"));
    more.addAll(Arrays.asList(options));
    assertThat(run("out", more.toArray(String[]::new)).refusal())
        .startsWith(
            "Cannot go on in %s: it was begun with something else: %s"
                .formatted(folder.resolve("out"), difference))
        .endsWith("; leave --resume away to begin anew");
  }

  @Test
  void whatIsNotOursIsRefusedAndStays() throws IOException {
    phantoms.volumes(1);
    phantoms.write("out/train/shard-1-of-2.bin", "of someone else");

    for (String[] options : new String[][] {{}, {"--resume"}}) {
      assertThat(run("out", options).refusal())
          .isEqualTo(
              "Cannot write shards to %s: it holds a folder train that no preprocessing made; give another --output"
                  .formatted(folder.resolve("out")));
    }
    assertThat(results("out").files()).containsOnlyKeys("train/shard-1-of-2.bin");
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
    assertThat(run("mixed", "--dataset=slices").code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results("mixed").failures())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).contains("it has no masks, but others have"));
    assertThat(texts(results("mixed").side("all").get("scans"))).containsExactly("0000003_V00");
    assertThat(results("mixed").index().at("/y/shape").toString()).isEqualTo("[64,64,3]");
  }

  /** A setting that fits no scan must not cost the shards that are there. */
  @Test
  void whatFitsNoScanIsRefusedBeforeAnythingIsReplaced() throws IOException {
    phantoms.volumes(1, 2);
    fine("out");

    assertThat(run("out", "TAG", "DefaultDataLoader", "IMG_SIZE", "(32, 32, 1)").refusal())
        .startsWith("Cannot write shards: none of 2 scans can be cut; of the first one: ")
        .contains("32", "0000001_V00");
    assertThat(results("out").index().at("/splits/all/elements").asInt()).isEqualTo(16);
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

    JsonNode index =
        fine(
                "out",
                "TAG",
                "Abdominal_CT_ImageDataLoader",
                "PREPROCESSING",
                "('Windowing',)",
                "PREPROCESSING_ARGS",
                "({'bounds': [(0, 1)]},)")
            .index();

    assertThat(index.get("y").get("dtype").asText()).isEqualTo("float32");
    assertThat(index.at("/splits/all/class_frequencies")).isEmpty();
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
  void withoutAnyScanItIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("volumes"));

    assertThat(run("out").refusal()).contains("volumes");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** All scans fail: an index of nothing, and the reasons. */
  @Test
  void noScanThatWorks() throws IOException {
    phantoms.hdf5(
        "volumes/0000011_V00.h5", new Hdf5Writer().bytes("img", Shape.of(1), new byte[1]));

    assertThat(run("out", "--epochs=2").code()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results("out").side("all").get("shards")).isEmpty();
    assertThat(results("out").epoch("all", 1)).isEmpty();
    assertThat(results("out").index().get("x").isNull()).isTrue();
  }

  /** Then no element comes to any shard. */
  @Test
  void noScanThatCanBeCut() throws IOException {
    tall(12, 0);
    tall(13, 0);

    JobRunner.Result run =
        run(
            "out",
            "--epochs=2",
            "--format=parquet",
            "PREPROCESSING",
            "('%s',)".formatted(BreakingTransform.class.getName()),
            "PREPROCESSING_ARGS",
            "({},)");

    assertThat(run.code()).as(run.err()).isEqualTo(MedsegSpark.SCANS_FAILED);
    assertThat(results("out").failures()).hasSize(2);
    assertThat(results("out").side("all").get("records").asInt()).isZero();
    assertThat(results("out").epoch("all", 1)).isEmpty();
  }

  @Test
  void aScanThatChangesDuringTheRunIsNoticed() throws IOException {
    phantoms.volumes(1);
    ShrinkingLoader.ASKED.set(0);

    assertThat(run("out", "TAG", ShrinkingLoader.class.getName()).code())
        .isEqualTo(MedsegSpark.SCANS_FAILED);

    assertThat(results("out").failures())
        .singleElement()
        .asString()
        .contains(
            "Cannot cut scan 0000001_V00: it had 8 elements and now has 7; its files have changed during the run");
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
    assertThat(run("batches", size[0], size[1], "--records=batches").refusal())
        .contains("Cannot batch elements of scans")
        .contains("write single elements (--records elements)");
    assertThat(results("batches").files()).doesNotContainKey("index.json");
    assertThat(results("batches").temporaryFiles()).isEmpty();
    assertThat(new TreeMap<>(results("batches").files())).containsOnlyKeys("plan.json");
  }
}
