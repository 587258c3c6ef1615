package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.djl.ThreadBudget;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Transformers that are compiled against classes and methods that only another version of Scala or
 * Spark has, wherever they ask for these: the answer is one line that names both versions.
 */
class OtherBuildIT {
  /** The parts that Scala 2.13 has and 2.12 has not, or has with other types. */
  private static final String ARRAY_OPS =
      "package scala.collection; public final class ArrayOps { public static int size() { return 1; } }";

  private static final String OPTION =
      "package scala; public abstract class Option<A> { public static <A> scala.collection.ArrayOps when(int a) { return null; } }";

  private static final String TRANSFORMER =
      """
      package other;
      import org.apache.spark.ml.Transformer;
      import org.apache.spark.ml.param.*;
      import org.apache.spark.sql.*;
      import org.apache.spark.sql.types.*;
      public class %1$s extends Transformer {
        %2$s
        public %1$s() { %3$s }
        public String uid() { return "other"; }
        public Transformer copy(ParamMap extra) { return this; }
        public StructType transformSchema(StructType schema) {
          %4$s
          return schema.add("prediction", DataTypes.BinaryType);
        }
        public Dataset<Row> transform(Dataset<?> rows) { %5$s return rows.toDF(); }
      }
      """;

  private static final String SIZE = "scala.collection.ArrayOps.size();";

  @TempDir static Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader jar;

  @BeforeAll
  static void compile() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("jar"));
    Path library = Files.createDirectories(folder.resolve("library"));
    javac(library, "", source("ArrayOps", ARRAY_OPS), source("Option", OPTION));
    javac(
        classes,
        library + ":",
        transformer("InConstructor", "", SIZE, "", ""),
        transformer("InStatic", "static int size = scala.collection.ArrayOps.size();", "", "", ""),
        transformer(
            "InSignature", "public scala.collection.ArrayOps ops() { return null; }", "", "", ""),
        transformer("InSchema", "", "", SIZE, ""),
        transformer("InMethod", "", "", "scala.Option.when(1);", ""),
        transformer("InTransform", "", "", "", SIZE));
  }

  private static Path source(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), text);
  }

  private static Path transformer(String name, String... parts) throws IOException {
    return source(name, TRANSFORMER.formatted(name, parts[0], parts[1], parts[2], parts[3]));
  }

  private static void javac(Path out, String first, Path... sources) {
    String classPath = first + System.getProperty("java.class.path");
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-d", out.toString()));
    arguments.addAll(List.of("-proc:none", "-cp", classPath));
    List.of(sources).forEach(source -> arguments.add(source.toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  @BeforeEach
  void load() throws IOException {
    jar = new URLClassLoader(new URL[] {folder.resolve("jar/").toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(jar);
  }

  @AfterEach
  void unload() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    jar.close();
  }

  private static TransformerRecipe recipe(String name) {
    return new TransformerRecipe("other." + name, List.of(), new ThreadBudget(1, 1));
  }

  private static String told(String name, String complaint) {
    return ("Cannot run --predictor-transformer %s: it is built for another version of Scala or"
            + " Spark (%s); this is Spark 3.5.9 with Scala 2.12.18, so give a jar for these:"
            + " its name ends in _2.12-VERSION.jar")
        .formatted(name, complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InConstructor | java.lang.NoClassDefFoundError: scala/collection/ArrayOps",
        "InStatic | java.lang.NoClassDefFoundError: scala/collection/ArrayOps",
        "InSignature | java.lang.NoClassDefFoundError: scala/collection/ArrayOps",
        "InSchema | java.lang.NoClassDefFoundError: scala/collection/ArrayOps",
        "InMethod | java.lang.NoSuchMethodError: 'scala.collection.ArrayOps scala.Option.when(int)'"
      })
  void isRefusedBeforeARun(String name, String complaint) {
    assertThatThrownBy(recipe(name)::check)
        .isInstanceOf(InputException.class)
        .hasMessage(told("other." + name, complaint))
        .hasCauseInstanceOf(Throwable.class);
  }

  @Test
  void isRefusedWhereRowsAreTransformed() {
    recipe("InTransform").check();

    assertThatThrownBy(() -> recipe("InTransform").open().transform(null))
        .isInstanceOf(InputException.class)
        .hasMessage(
            told("other.InTransform", "java.lang.NoClassDefFoundError: scala/collection/ArrayOps"));
  }

  /** As the driver is told by Spark. */
  @Test
  void isRefusedWhereATaskFailed() {
    String method = "'scala.collection.immutable.Seq org.apache.spark.sql.Row.toSeq()'";
    Throwable failed =
        new SparkException(
            "Job aborted due to stage failure: Task 0", new NoSuchMethodError(method));

    assertThat(new TransformerComplaint("P", List.of("modelUrl")).message(failed))
        .isEqualTo(told("P", "java.lang.NoSuchMethodError: " + method));
  }

  @Test
  void otherVersionsOfSparkAreTold() {
    String abstracted =
        "Receiver class P does not define or inherit an implementation of the resolved method"
            + " 'abstract java.lang.String org.apache.spark.ml.util.Identifiable.uid()'";
    assertThat(OtherBuild.advice(new AbstractMethodError(abstracted)))
        .get()
        .asString()
        .contains("(java.lang.AbstractMethodError: " + abstracted + ")");
    assertThat(OtherBuild.advice(new NoSuchFieldError("org.apache.spark.sql.X.y"))).isPresent();
    assertThat(OtherBuild.advice(new ClassNotFoundException("scala.collection.X"))).isPresent();
    assertThat(
            OtherBuild.advice(new BootstrapMethodError(new NoSuchMethodError("'scala.X y.z()'"))))
        .isPresent();
  }

  /** Packages that were not given, and failures of other kinds. */
  @Test
  void otherFailuresAreNot() {
    for (Throwable other :
        List.of(
            new NoClassDefFoundError("org/apache/spark/sql/avro/AvroUtils"),
            new ClassNotFoundException("org.apache.spark.sql.avro.AvroUtils"),
            new NoClassDefFoundError("com/example/scala/Ops"),
            new NoClassDefFoundError("scalaz/Ops"),
            new NoSuchMethodError("'int com.google.gson.Gson.scala()'"),
            new IllegalStateException("scala.collection"),
            new NoClassDefFoundError())) {
      assertThat(OtherBuild.advice(other)).as(other.toString()).isEmpty();
    }
  }
}
