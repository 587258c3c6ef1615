package io.medseg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocationTest {
  private final Configuration hadoop = RemoteFileSystem.configuration();

  @TempDir Path folder;
  private Path model;
  private HostCache cache;

  @BeforeEach
  void writeModel() throws Exception {
    model = ModelFixture.write(folder.resolve("model"));
    cache = new HostCache(folder.resolve("cache"));
  }

  @Test
  void aLocalModelIsUsedWhereItIs() {
    for (String uri : new String[] {model.toString(), model.toUri().toString()}) {
      ModelLocation location = new ModelLocation(uri);
      assertThat(location.onThisHost(location.fingerprint(hadoop), hadoop, cache)).isEqualTo(model);
    }
    assertThat(cache.root()).doesNotExist();
  }

  @Test
  void anyOtherIsCopiedOnce() throws Exception {
    ModelLocation location = new ModelLocation(RemoteFileSystem.uri(model));
    String fingerprint = location.fingerprint(hadoop);

    Path copy = location.onThisHost(fingerprint, hadoop, cache);

    assertThat(copy)
        .isEqualTo(cache.root().resolve("model-" + fingerprint.substring(0, 16)))
        .isDirectory();
    assertThat(copy.resolve("saved_model.pb")).hasContent("graph");
    assertThat(copy.resolve("variables/variables.index")).hasContent("index");
    assertThat(copy.resolve("assets/empty.txt")).isEmptyFile();
    int opened = RemoteFileSystem.OPENED.get();
    assertThat(location.onThisHost(fingerprint, hadoop, cache)).isEqualTo(copy);
    assertThat(RemoteFileSystem.OPENED).hasValue(opened);
  }

  @Test
  void aDamagedCopyIsMadeAnew() throws Exception {
    ModelLocation location = new ModelLocation(RemoteFileSystem.uri(model));
    String fingerprint = location.fingerprint(hadoop);
    Path copy = location.onThisHost(fingerprint, hadoop, cache);

    Files.delete(copy.resolve("variables/variables.index"));
    ModelFixture.write(copy.resolve("saved_model.pb"), "grap");

    location.onThisHost(fingerprint, hadoop, cache);
    assertThat(copy.resolve("saved_model.pb")).hasContent("graph");
    assertThat(copy.resolve("variables/variables.index")).hasContent("index");
  }

  @Test
  void filesThatChangedAreRefused() throws Exception {
    ModelLocation local = new ModelLocation(model.toString());
    ModelLocation remote = new ModelLocation(RemoteFileSystem.uri(model));
    String before = local.fingerprint(hadoop);
    ModelFixture.write(model.resolve("saved_model.pb"), "graph 2");
    String after = local.fingerprint(hadoop);

    for (ModelLocation location : new ModelLocation[] {local, remote}) {
      assertThatThrownBy(() -> location.onThisHost(before, hadoop, cache))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot load model "
                  + location.uri()
                  + ": its files have the fingerprint "
                  + after
                  + " but the job was started with "
                  + before);
    }
    assertThat(cache.root().resolve("model-" + before.substring(0, 16))).doesNotExist();
  }

  @Test
  void aMissingModelIsNamed() {
    ModelLocation location = new ModelLocation(RemoteFileSystem.uri(folder.resolve("no")));
    assertThatThrownBy(() -> location.onThisHost("00", hadoop, cache))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot load model " + location.uri() + ": there is no such directory");
  }

  @Test
  void aPathGetsItsSchemeAndRoot() throws Exception {
    assertThat(new ModelLocation(model.toString()).qualified(hadoop).uri())
        .isEqualTo("file:" + model);
    try (InputStream graph = new ModelLocation(model.toString()).openGraph(hadoop)) {
      assertThat(graph).hasContent("graph");
    }
  }
}
