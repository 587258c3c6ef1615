package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureLinesTest {
  private static final List<ScanFailure> TWELVE =
      IntStream.range(0, 12)
          .mapToObj(i -> new ScanFailure("s" + i, Stage.READ, "Cannot read scan s" + i))
          .toList();

  private final StringWriter printed = new StringWriter();

  @Test
  void theFirstTenAreShownWhereAFileHasAll() {
    FailureLines.print(TWELVE, new PrintWriter(printed));
    assertThat(printed.toString().lines())
        .hasSize(11)
        .contains("  Cannot read scan s9", "  ... and 2 more; failures.csv lists all");
  }

  @Test
  void allAreShownWhereNoFileHasThem() {
    FailureLines.printAll(TWELVE, new PrintWriter(printed));
    assertThat(printed.toString().lines())
        .hasSize(12)
        .endsWith("  Cannot read scan s10", "  Cannot read scan s11");
  }
}
