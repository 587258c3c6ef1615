package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import scala.collection.JavaConverters;

/**
 * The command lines that the scripts render for clusters that are not here: as a shell reads them
 * and as Spark's own parser understands them. The Kubernetes files are read as the API server would
 * and their command is rendered as well.
 */
class SubmitCommandIT {
  private static final String KUBERNETES = "jobs/kubernetes/";
  private static final Map<String, String> YARN =
      Map.of(
          "SPARK_HOME", "/opt/spark",
          "HADOOP_CONF_DIR", "/etc/hadoop",
          "MEDSEG_NATIVES", "hdfs:///medseg/natives.jar");

  @TempDir Path folder;

  /** The words of the command that a script would run. */
  private List<String> render(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(variables);
    all.put("MEDSEG_DRY_RUN", "1");
    String line = ScriptRun.start(folder, all, command).fine().out();
    String print = "for word in " + line.strip() + "; do printf '%s\\0' \"$word\"; done";
    TestProcess.Result words = TestProcess.run(new ProcessBuilder("bash", "-c", print));
    assertThat(words.code()).isZero();
    return Arrays.asList(words.output().split("\0"));
  }

  /** As spark-submit understands it. */
  private static SparkSubmitArguments parse(List<String> command) {
    return new SparkSubmitArguments(
        JavaConverters.asScalaBuffer(command.subList(1, command.size())).toSeq(),
        new scala.collection.immutable.Map.Map1<>("HADOOP_CONF_DIR", "/etc/hadoop"));
  }

  private static List<String> rest(SparkSubmitArguments arguments) {
    return JavaConverters.seqAsJavaList(arguments.childArgs());
  }

  private static String property(SparkSubmitArguments arguments, String key) {
    return arguments.sparkProperties().getOrElse(key, () -> null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit.sh", "cluster.sh", "yarn-submit.sh", "bench.sh", "evaluate.sh"})
  void scriptsAreShell(String script) throws Exception {
    Path file = JobRunner.home().resolve("jobs").resolve(script);
    assertThat(Files.isExecutable(file)).isTrue();
    assertThat(TestProcess.run(new ProcessBuilder("bash", "-n", file.toString())).code()).isZero();
  }

  @Test
  void optionsForSparkStayBeforeTheJob() throws Exception {
    List<String> command =
        render(
            Map.of("SPARK_HOME", "/opt/spark"),
            "evaluate.sh",
            "--master",
            "spark://host:7077",
            "--",
            "--output=/a folder",
            "TEST_BATCH_SIZE",
            "8");

    assertThat(command.get(0)).isEqualTo("/opt/spark/bin/spark-submit");
    SparkSubmitArguments parsed = parse(command);
    assertThat(parsed.master()).isEqualTo("spark://host:7077");
    assertThat(parsed.mainClass()).isEqualTo("io.medseg.job.MedsegSpark");
    assertThat(parsed.primaryResource()).endsWith("target/medseg-spark-all.jar");
    assertThat(rest(parsed))
        .containsExactly("evaluate", "--output=/a folder", "TEST_BATCH_SIZE", "8");
    assertThat(property(parsed, "spark.executorEnv.OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(property(parsed, "spark.executorEnv.MEDSEG_NATIVES_JAR"))
        .endsWith("target/natives/tensorflow-core-native-linux-x86_64.jar");
    assertThat(parsed.driverExtraJavaOptions()).isNull();
  }

  /** A worker starts that driver, without the module options that Spark's launcher knows. */
  @Test
  void aDriverOnTheClusterGetsTheModuleOptions() throws Exception {
    for (String[] mode :
        List.of(
            new String[] {"--deploy-mode", "cluster"},
            new String[] {"--conf", "spark.submit.deployMode=cluster"})) {
      List<String> command =
          render(Map.of(), "evaluate.sh", "--master", "spark://host:7077", mode[0], mode[1], "--");

      assertThat(command.get(0)).isEqualTo("spark-submit");
      String options = parse(command).driverExtraJavaOptions();
      assertThat(options.split(" "))
          .contains(JavaModuleOptions.defaultModuleOptions().strip().split(" "))
          .contains("-XX:G1HeapRegionSize=8m");
    }
  }

  @Test
  void secretsAreNotPrinted() throws Exception {
    List<String> command =
        render(
            Map.of(),
            "evaluate.sh",
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=hush",
            "--conf=spark.hadoop.fs.s3a.access.key=hush",
            "--");

    assertThat(command)
        .contains(
            "spark.hadoop.fs.s3a.secret.key=***", "--conf=spark.hadoop.fs.s3a.access.key=***");
    assertThat(String.join(" ", command)).doesNotContain("hush");
  }

  @Test
  void yarnBringsTheNativeLibraryToEachNodeOnce() throws Exception {
    List<String> command =
        render(
            YARN, "yarn-submit.sh", "evaluate", "--num-executors", "4", "--", "--output=hdfs:///r");

    SparkSubmitArguments parsed = parse(command);
    assertThat(parsed.master()).isEqualTo("yarn");
    assertThat(parsed.deployMode()).isEqualTo("cluster");
    assertThat(parsed.numExecutors()).isEqualTo("4");
    assertThat(property(parsed, "spark.yarn.dist.files")).isEqualTo("hdfs:///medseg/natives.jar");
    for (String environment : List.of("spark.executorEnv.", "spark.yarn.appMasterEnv.")) {
      assertThat(property(parsed, environment + "MEDSEG_NATIVES_JAR")).isEqualTo("./natives.jar");
      assertThat(property(parsed, environment + "OPT_OUT_TRACKING")).isEqualTo("true");
    }
    assertThat(rest(parsed)).containsExactly("evaluate", "--output=hdfs:///r");
  }

  /** A file given with --properties-file would be read instead of the cluster's own. */
  @Test
  void theClustersOwnDefaultsStayInForceOnYarn() throws Exception {
    Path conf = Files.createDirectories(folder.resolve("spark/conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        "# spark.speculation true\n  spark.executor.memory=7g\nspark.eventLog.dir hdfs:///logs\n");
    Map<String, String> variables = new HashMap<>(YARN);
    variables.put("SPARK_HOME", folder.resolve("spark").toString());

    SparkSubmitArguments parsed =
        parse(
            render(
                variables, "yarn-submit.sh", "evaluate", "--conf", "spark.driver.memory=2g", "--"));

    assertThat(parsed.propertiesFile()).isNull();
    assertThat(property(parsed, "spark.executor.memory")).isNull();
    assertThat(property(parsed, "spark.speculation")).isEqualTo("false");
    assertThat(property(parsed, "spark.driver.memory")).isEqualTo("2g");
    assertThat(property(parsed, "spark.executor.memoryOverhead")).isEqualTo("4g");
  }

  @Test
  void yarnAttemptsAJobOnceUnlessItIsToldOtherwise() throws Exception {
    String key = "spark.yarn.maxAppAttempts";
    Path file = Files.writeString(folder.resolve("mine.conf"), key + "   4\n");
    String[] yarn = {"evaluate.sh", "--master", "yarn"};

    assertThat(property(parse(render(YARN, with(yarn, "--"))), key)).isEqualTo("1");
    assertThat(property(parse(render(YARN, with(yarn, "--conf", key + "=3", "--"))), key))
        .isEqualTo("3");
    List<String> fromFile = render(YARN, with(yarn, "--properties-file", file.toString(), "--"));
    assertThat(fromFile).noneMatch(word -> word.startsWith(key));
    assertThat(property(parse(fromFile), key)).isEqualTo("4");
    assertThat(render(YARN, "evaluate.sh", "--")).noneMatch(word -> word.startsWith(key));
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPARK_HOME", "HADOOP_CONF_DIR", "MEDSEG_NATIVES"})
  void yarnNeedsToBeThere(String variable) {
    Map<String, String> variables = new HashMap<>(YARN);
    variables.put(variable, "");

    ScriptRun run = ScriptRun.start(folder, variables, "yarn-submit.sh", "evaluate", "--");

    assertThat(run.await()).isEqualTo(1);
    assertThat(run.err()).startsWith("Cannot submit to YARN: " + variable + " is not set");
  }

  @Test
  void kubernetesJobRunsTheJob() throws Exception {
    Map<String, Object> job = documents("evaluate.yaml").get(0);
    KubernetesSchema.check(job);
    Map<String, Object> container = KubernetesSchema.container(job);
    List<String> command = new ArrayList<>(List.of("submit.sh"));
    assertThat(container.get("command")).isEqualTo(List.of("/opt/medseg/jobs/submit.sh"));
    for (Object argument : (List<?>) container.get("args")) {
      command.add((String) argument);
    }

    String jar = "local:///opt/medseg/target/medseg-spark-all.jar";
    // What only the image holds is taken from here.
    command.replaceAll(
        word -> word.replace("/opt/medseg/conf", JobRunner.home().resolve("conf").toString()));
    List<String> rendered =
        render(
            Map.of("SPARK_HOME", "/opt/spark", "MEDSEG_JAR", jar), command.toArray(String[]::new));

    SparkSubmitArguments parsed = parse(rendered);
    assertThat(parsed.master()).isEqualTo("k8s://https://kubernetes.default.svc");
    assertThat(parsed.primaryResource()).isEqualTo(jar);
    assertThat(property(parsed, "spark.kubernetes.container.image"))
        .isEqualTo(container.get("image"));
    assertThat(property(parsed, "spark.kubernetes.driverEnv.OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(rest(parsed)).startsWith("evaluate").hasSize(5);
  }

  @Test
  void kubernetesAccountMayMakeExecutors() throws Exception {
    List<Map<String, Object>> account = documents("service-account.yaml");
    account.forEach(KubernetesSchema::check);
    assertThat(account)
        .extracting(document -> document.get("kind"))
        .containsExactly("ServiceAccount", "Role", "RoleBinding");
    Map<String, Object> job = documents("evaluate.yaml").get(0);
    assertThat(KubernetesSchema.podSpec(job).get("serviceAccountName"))
        .isEqualTo(KubernetesSchema.name(account.get(0)));
  }

  @Test
  void imageHoldsWhatTheJobRuns() throws Exception {
    String image = Files.readString(JobRunner.home().resolve(KUBERNETES + "Dockerfile"));
    assertThat(image)
        .contains("COPY jobs /opt/medseg/jobs", "COPY conf /opt/medseg/conf")
        .contains("COPY target/medseg-spark-all.jar /opt/medseg/target/medseg-spark-all.jar")
        .contains("MEDSEG_JAR=local:///opt/medseg/target/medseg-spark-all.jar");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> documents(String name) throws IOException {
    List<Map<String, Object>> documents = new ArrayList<>();
    String text = Files.readString(JobRunner.home().resolve(KUBERNETES + name));
    for (Object document : new Yaml().loadAll(text)) {
      documents.add((Map<String, Object>) document);
    }
    return documents;
  }
}
