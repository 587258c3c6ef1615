package io.medseg.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://AKIA123:hush@bucket/folder",
        "s3a://AKIA123:hu/sh@bucket",
        "hdfs://user:12345hush@host:8020/x"
      })
  void refusesPasswordsWithoutRepeatingThem(String path) {
    assertThatThrownBy(() -> PathText.of("--output", path))
        .isInstanceOf(InputException.class)
        .hasNoCause()
        .hasMessage(
            "Invalid path of --output: it holds a password; give it in the Hadoop configuration, such as spark.hadoop.fs.s3a.secret.key, or with a credential provider");
    assertThat(Secrets.masked("see " + path + " there"))
        .doesNotContain("hush", "sh@")
        .startsWith("see ")
        .endsWith(" there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data/a@b:c@d",
        "hdfs://host:8020/user@home/x",
        "hdfs://host:8020",
        "abfs://container@account.example/x",
        "s3a://bucket/x:y@z",
        "scans:@one"
      })
  void takesOtherPaths(String path) {
    assertThat(Secrets.masked(path)).isEqualTo(path);
    if (!path.startsWith("scans")) {
      assertThat(PathText.of("--output", path).toString()).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "~/runs/one", "~someone/runs", "~backup"})
  void refusesWhatAShellShouldHaveReplaced(String path) {
    assertThatThrownBy(() -> PathText.of("--output", path))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid path of --output: %s: the shell has not replaced its ~ (it is quoted, behind a =, or in a file); write the whole path, or $HOME on the command line; for a name that begins with ~ write ./%s",
            path, path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./~backup", "/home/me/~", "a~1.yaml", "hdfs://host/~/x"})
  void takesOtherTildes(String path) {
    assertThat(PathText.of("--output", path).toString()).isEqualTo(path.replace("./", ""));
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> PathText.of("--output", " "))
        .hasMessage("Invalid path of --output: it is empty");
  }
}
