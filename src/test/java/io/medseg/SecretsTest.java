package io.medseg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void credentialsInUrisAreMasked() {
    assertThat(Secrets.masked("Cannot read s3a://AKIA:wJalr+/K7@bucket/a/b.h5: gone"))
        .isEqualTo("Cannot read s3a://***@bucket/a/b.h5: gone");
    assertThat(Secrets.masked("s3a://key:secret@bucket and hdfs://me:pw@host:8020/x"))
        .isEqualTo("s3a://***@bucket and hdfs://***@host:8020/x");
    assertThat(Secrets.masked("(http://u:p@h/)")).isEqualTo("(http://***@h/)");
  }

  @Test
  void everythingElseStays() {
    for (String text :
        List.of(
            "hdfs://host:8020/dir@x/y.h5",
            "hdfs://host:8020",
            "hdfs://me@host:8020/x",
            "abfs://container@account.dfs.example.org/x",
            "s3a://bucket/dir@x",
            "file:/data/a@b.h5",
            "file:///data/a@b.h5",
            "someone@example.org",
            "/data/a:b@c",
            "")) {
      assertThat(Secrets.masked(text)).isEqualTo(text);
    }
    assertThat(Secrets.masked((String) null)).isNull();
  }

  /** By the name alone, at any depth; also of a number, which may be a key. */
  @Test
  void valuesOfSettingsThatAreNamedLikeSecretsAreMasked() {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("WANDB_API_KEY", "abc");
    settings.put("dbPassword", 12345);
    settings.put("SECRETS", List.of("a", "b"));
    settings.put("ARGS", List.of(Map.of("token", "abc", "axis", 1)));
    settings.put("TAG", "s3a://k:s@b/x");
    settings.put("NONE", null);

    assertThat(String.valueOf(Secrets.masked((Object) settings)))
        .contains("ARGS=[{", "token=***", "axis=1", "TAG=s3a://***@b/x", "NONE=null")
        .contains("WANDB_API_KEY=***", "dbPassword=***", "SECRETS=***");
    assertThat(Secrets.masked("HF_TOKEN", "abc")).isEqualTo("***");
    assertThat(Secrets.masked("LOSS", "abc")).isEqualTo("abc");
  }

  @Test
  void messagesAreMasked() {
    assertThat(new InputException("Cannot open s3a://k:s@b/x"))
        .hasMessage("Cannot open s3a://***@b/x");
    assertThat(new InputException("Cannot open s3a://k:s@b/x", new RuntimeException()))
        .hasMessage("Cannot open s3a://***@b/x");
  }
}
