package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScanCollectionTest {
  private static DatasetScans part(String name, String... ids) {
    Dataset dataset =
        new Dataset(name, "/" + name, "volumes", List.of(), null, "SemSegEvaluator", Map.of());
    return new DatasetScans(
        dataset,
        Stream.of(ids)
            .map(
                id ->
                    new Scan(
                        id,
                        null,
                        new ScanSource.VolumeFile("/" + name + "/" + id, null, null, null),
                        1,
                        Map.of()))
            .toList());
  }

  private static ScanCollection of(DatasetScans... parts) {
    return new ScanCollection(List.of(parts), () -> null);
  }

  @Test
  void putsTheScansOfDatasetsBehindEachOther() {
    ScanCollection collection = of(part("b", "z", "a"), part("empty"), part("a", "m"));

    assertThat(collection.scans()).extracting(Scan::scanId).containsExactly("z", "a", "m");
    assertThat(collection.datasets()).extracting(Dataset::name).containsExactly("b", "empty", "a");
    assertThat(collection.datasetsByScan().get("m").name()).isEqualTo("a");
    assertThat(collection.datasetsByScan().get("a").name()).isEqualTo("b");
    assertThat(of().scans()).isEmpty();
  }

  @Test
  void refusesAScanOfTwoDatasets() {
    assertThatThrownBy(() -> of(part("train", "s1", "s2"), part("valid", "s3", "s2")))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot take datasets train and valid together: scan s2 is in both");
  }

  @Test
  void refusesADatasetTwice() {
    assertThatThrownBy(() -> of(part("train"), part("train")))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot take dataset train twice");
  }
}
