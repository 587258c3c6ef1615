package io.medseg.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadBudgetTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void sharesTheCoresOut() {
    assertThat(new ThreadBudget(8, 2).intraOp()).isEqualTo(4);
    assertThat(new ThreadBudget(8, 3).intraOp()).isEqualTo(2);
    assertThat(new ThreadBudget(2, 4).intraOp()).isEqualTo(1);
    assertThat(new ThreadBudget(8, 5).interOp()).isEqualTo(5);
    assertThat(new ThreadBudget(1, 1).interOp()).isEqualTo(2);
  }

  @Test
  void needsCoresAndSlots() {
    assertThatThrownBy(() -> new ThreadBudget(0, 1))
        .hasMessage("Invalid thread budget: 0 cores, 1 task slots");
    assertThatThrownBy(() -> new ThreadBudget(1, 0))
        .hasMessage("Invalid thread budget: 1 cores, 0 task slots");
  }

  @Test
  void becomesPropertiesOfDjl() {
    assertThat(settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ai.djl.tensorflow.num_intraop_threads", "2",
                "ai.djl.tensorflow.num_interop_threads", "3"));
  }

  @Test
  void whatTheUserSetStays() {
    properties.put("ai.djl.tensorflow.num_intraop_threads", "7");
    variables.put("TF_NUM_INTEROP_THREADS", "9");
    assertThat(settings()).isEmpty();
  }

  private Map<String, String> settings() {
    return TensorFlowThreads.settings(new ThreadBudget(6, 3), properties::get, variables::get);
  }
}
