package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.TestProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The Python scripts that read, write and train from shards ({@code tools/medseg_shards.py} and
 * others) pass their own tests, which compare what they read with what TensorFlow reads.
 */
class TrainerToolsIT {
  @Test
  void passTheirTests() throws IOException {
    PythonProgram.assume("h5py, numpy, scipy, tensorflow");

    TestProcess.Result tests =
        PythonProgram.run(JobRunner.home().resolve("tools/test_trainers.py").toString());

    assertThat(tests.code()).as(tests.output()).isZero();
    assertThat(tests.output()).containsPattern("Ran [1-9]\\d+ tests");
  }
}
