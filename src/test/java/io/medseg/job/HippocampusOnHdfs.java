package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.RealScans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The real scans, their experiment, catalog and model in a folder of HDFS, and the job over them
 * there and here.
 *
 * @param root the folder, as in "hdfs://localhost:43125/test-1"
 */
record HippocampusOnHdfs(MiniHdfs hdfs, String root) {
  static final Path DATA = RealScans.root();

  private static final List<String> INPUTS =
      List.of(
          "hippocampus/test/3d",
          "conf/experiments/hippocampus_unet2d.yaml",
          "conf/models/hippocampus_unet2d",
          "conf/datasets.yaml");

  /** Skips the test where scans or what the scripts run are missing. */
  static void assumePossible() {
    RealScans.assume("hippocampus/test");
    BuiltJar.assume();
  }

  /** Brings everything to a new folder. */
  static HippocampusOnHdfs upload() {
    MiniHdfs hdfs = MiniHdfs.start();
    HippocampusOnHdfs there = new HippocampusOnHdfs(hdfs, hdfs.folder().toString());
    for (String input : INPUTS) {
      boolean ours = input.startsWith("conf");
      Path source = (ours ? JobRunner.home() : DATA).resolve(input);
      String target = (ours ? there.project() : there.data()) + "/" + input;
      hdfs.upload(source, new org.apache.hadoop.fs.Path(target));
    }
    return there;
  }

  String project() {
    return root + "/project";
  }

  String data() {
    return root + "/scans";
  }

  /** Arguments of an evaluation there. */
  List<String> evaluate(String output, String... more) {
    return arguments(project(), data(), root + "/" + output, more);
  }

  /** Arguments of the same evaluation on the local disk. */
  static List<String> evaluateHere(Path output) {
    return arguments(JobRunner.home().toString(), DATA.toString(), output.toString());
  }

  private static List<String> arguments(
      String project, String data, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--config-file=" + project + "/conf/experiments/hippocampus_unet2d.yaml",
                "--datasets=" + project + "/conf/datasets.yaml",
                "--dataset-root=" + data,
                "--output=" + output,
                "--run-id=same"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** The results of a run there, copied to the local disk. */
  Results fetch(String output, Path folder) {
    Path fetched = folder.resolve("fetched-" + output);
    hdfs.download(new org.apache.hadoop.fs.Path(root, output), fetched);
    return new Results(fetched);
  }

  /** The same files, byte for byte but for times and places. */
  void assertSame(Results found, Results expected) {
    assertThat(found.names()).isEqualTo(expected.names());
    for (String name : List.of("metrics.csv", "summary.json", "failures.csv")) {
      assertThat(found.text(name)).as(name).isEqualTo(expected.text(name));
    }
    assertThat(found.timelessText().replace(project(), JobRunner.home().toString()))
        .isEqualTo(expected.timelessText());
  }
}
