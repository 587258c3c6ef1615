package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The discovery script, with a program in the place of nvidia-smi. */
class GpuScriptIT {
  @TempDir Path folder;

  private String run(String nvidiaSmi) throws Exception {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + nvidiaSmi + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder script = new ProcessBuilder(JobRunner.home().resolve("jobs/gpus.sh").toString());
    script.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    TestProcess.Result result = TestProcess.run(script);
    assertThat(result.code() == 0).isEqualTo(!result.output().isEmpty());
    return result.output();
  }

  @Test
  void announcesWhatNvidiaSmiCounts() throws Exception {
    JsonNode gpus = new ObjectMapper().readTree(run("printf '0\\n1 \\n12\\n'"));

    assertThat(gpus.get("name").asText()).isEqualTo("gpu");
    assertThat(gpus.get("addresses")).extracting(JsonNode::asText).containsExactly("0", "1", "12");
  }

  @Test
  void saysNothingWhereThereIsNone() throws Exception {
    assertThat(run("exit 9")).isEmpty();
  }
}
