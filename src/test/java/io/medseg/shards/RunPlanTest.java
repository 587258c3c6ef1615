package io.medseg.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlanTest {
  private static final RunPlan PLAN =
      new RunPlan(Map.of("SEED", "7", "--form", "training"), Map.of("a", "0a 4", "b", "0b 4"));

  @TempDir Path folder;

  private static RunPlan with(Map<String, String> settings, Map<String, String> scans) {
    return new RunPlan(settings, scans);
  }

  private void assertRefused(RunPlan now, String difference) {
    assertThatThrownBy(() -> PLAN.checkSame(now, "s3a://key:secret@bucket/shards", scan -> true))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot go on in s3a://***@bucket/shards: it was begun with something else: "
                + difference
                + "; leave --resume away to begin anew");
    assertThat(now.fingerprint()).isNotEqualTo(PLAN.fingerprint());
  }

  @Test
  void anythingElseIsRefused() {
    assertRefused(
        with(Map.of("SEED", "8", "--form", "training"), PLAN.scans()), "SEED was 7 and is 8");
    assertRefused(with(Map.of("SEED", "7"), PLAN.scans()), "--form was training and is null");
    assertRefused(with(PLAN.settings(), Map.of("a", "0a 4", "b", "0c 4")), "scan b has changed");
    assertRefused(with(PLAN.settings(), Map.of("a", "0a 4", "b", "0b 5")), "scan b has changed");
    assertRefused(with(PLAN.settings(), Map.of("a", "0a 4")), "scan b is gone");
    assertRefused(
        with(PLAN.settings(), Map.of("a", "0a 4", "b", "0b 4", "c", "0c 1")), "scan c is new");
  }

  @Test
  void aScanOfWhichNothingIsKeptMayChange() {
    RunPlan mended = with(PLAN.settings(), Map.of("a", "0a 4", "b", "0c 4"));
    RunPlan without = with(PLAN.settings(), Map.of("a", "0a 4"));
    Predicate<String> isKept = scan -> !scan.equals("b");

    assertThatCode(() -> PLAN.checkSame(mended, "out", isKept)).doesNotThrowAnyException();
    assertThatThrownBy(() -> PLAN.checkSame(without, "out", isKept))
        .hasMessageContaining("scan b is gone");
  }

  @Test
  void theSameGoesOn() {
    RunPlan same = with(Map.of("--form", "training", "SEED", "7"), PLAN.scans());

    assertThatCode(() -> PLAN.checkSame(same, "out", scan -> true)).doesNotThrowAnyException();
    assertThat(same.fingerprint()).isEqualTo(PLAN.fingerprint());
  }

  /** Shards of an earlier version shall go on being found. */
  @Test
  void theFingerprintIsStable() {
    assertThat(PLAN.fingerprint())
        .isEqualTo("023743276d9e1198415d0ebc7bb40efd542e010c40d615df0967998f5ed910c8");
  }

  @Test
  void credentialsAreNotKept() throws IOException {
    RunPlan plan = with(Map.of("--root", "s3a://key:secret@bucket/scans"), Map.of());

    assertThat(plan.settings()).containsEntry("--root", "s3a://***@bucket/scans");
    write(plan);
    assertThat(Files.readString(folder.resolve("plan.json"))).doesNotContain("secret");
  }

  private void write(RunPlan plan) throws IOException {
    try (Writer out = Files.newBufferedWriter(folder.resolve(plan.fileName()))) {
      plan.writeTo(out);
    }
  }

  private java.util.Optional<RunPlan> read() {
    return RunPlan.read(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(false));
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    assertThat(read()).isEmpty();
    write(PLAN);
    assertThat(read()).contains(PLAN);
  }

  @Test
  void afileOfSomethingElseIsAnotherPlan() throws IOException {
    Files.writeString(folder.resolve("plan.json"), "{\"settings\": {\"SEED\": 7}, \"scans\": []}");
    assertThatThrownBy(() -> read().orElseThrow().checkSame(PLAN, "out", scan -> true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--form was null and is training");

    Files.writeString(folder.resolve("plan.json"), "no JSON");
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read plan ")
        .hasMessageContaining("it is not JSON: line 1")
        .hasMessageEndingWith("remove " + folder + " or give another --output");
  }

  @Test
  void scansAreKnownByTheirFilesAndElements() {
    Scan scan = new Scan("a", null, new ScanSource.Refused("a.h5", "reason"), 7, Map.of());
    Scan written = new Scan("a", null, scan.source(), 7, 1, Map.of());

    assertThat(RunPlan.ofScan(scan, 3)).isEqualTo(scan.fingerprint() + " 3");
    assertThat(RunPlan.ofScan(written, 3)).isNotEqualTo(RunPlan.ofScan(scan, 3));
    assertThat(RunPlan.ofFailed(scan)).isEqualTo(scan.fingerprint() + " failed");
  }
}
