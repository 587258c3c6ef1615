package io.medseg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFolderTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThereFailsTheTest() {
    assertThatThrownBy(() -> GoldenFolder.existing(folder.resolve("nowhere")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the recorded inputs and outputs (golden.dir)")
        .hasMessageContaining("nowhere");
  }

  @Test
  void aKindOfCaseThatIsNotThereFailsTheTest() {
    assertThatThrownBy(() -> GoldenFolder.casesWith("no such key"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("whose case.json has \"no such key\"");
    assertThatThrownBy(() -> GoldenFolder.files("no such file"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("files no such file in the cases of ");
  }
}
