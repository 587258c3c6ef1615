package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of whole preprocessings share: phantoms that a test draws, and runs over them. */
abstract class PreprocessCase {
  static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  Phantoms phantoms;

  @BeforeEach
  void drawNothingYet() {
    phantoms = Phantoms.in(folder);
  }

  JobRunner.Result run(String output, String... more) {
    return JobRunner.local().run(phantoms.preprocess(output, more));
  }

  ShardResults fine(String output, String... more) {
    run(output, more).fine();
    return results(output);
  }

  ShardResults results(String output) {
    return new ShardResults(folder.resolve(output));
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static void assertSame(Map<String, byte[]> files, Map<String, byte[]> expected) {
    assertThat(files.keySet()).isEqualTo(expected.keySet());
    files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }
}
