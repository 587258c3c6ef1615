package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.ScanFileWriter;
import io.medseg.phantom.Phantom;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Proves what {@code jobs/preprocess.sh} does with scans that fail, with what earlier runs left,
 * and with what it cannot do.
 */
class PreprocessFailuresIT extends PreprocessCase {
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
              "Cannot write shards to %s: it holds a folder train that no preprocessing made, as far as its plan.json tells; remove it or give another --output"
                  .formatted(folder.resolve("out")));
    }
    assertThat(results("out").files()).containsOnlyKeys("train/shard-1-of-2.bin");
  }

  /** A setting that fits no scan must not cost the shards that are there. */
  @Test
  void whatFitsNoScanIsRefusedBeforeAnythingIsReplaced() throws IOException {
    phantoms.volumes(1, 2);
    fine("out");

    assertThat(run("out", "TAG", "DefaultDataLoader", "IMG_SIZE", "(32, 32, 1)").refusal())
        .startsWith("Cannot write shards: none of 2 scans can be cut; of the first one: ")
        .contains("32", "0000001_V00");
    assertThat(
            run("out", "--records=batches", "--last-batch=drop", "TRAIN_BATCH_SIZE", "17")
                .refusal())
        .isEqualTo(
            "Cannot write batches of all: its 16 elements fill no batch of 17; keep them with --last-batch keep, or take smaller batches");
    for (String format : new String[] {"tfrecord", "h5-slices"}) {
      assertThat(run("out", "--format=" + format, "--split=0.9,0.1").refusal())
          .isEqualTo("Cannot split 2 subjects by [0.9, 0.1]: validation would get none");
    }
    assertThat(results("out").index().at("/splits/all/elements").asInt()).isEqualTo(16);
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
            "Cannot cut scan 0000001_V00: it had 8 elements and now has 7; its files have changed during the run, or the scatter of %s does not give the same list every time"
                .formatted(ShrinkingLoader.class.getName()));
  }
}
