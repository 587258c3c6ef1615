package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTimeoutTest {
  @ParameterizedTest
  @CsvSource({"30s,30000", "10m,600000", "10min,600000", "2h,7200000", "' 90 s ',90000", "1ms,1"})
  void isANumberWithAUnit(String text, long millis) {
    ScanTimeout timeout = ScanTimeout.parse(text);
    assertThat(timeout.duration()).isEqualTo(Duration.ofMillis(millis));
    assertThat(timeout.isSet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "0s", "-5s", "1.5h", "s", "10 minutes", "9999999s"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ScanTimeout.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid --scan-timeout: " + text + "; a time is expected, as in 30s, 10m or 2h");
  }

  @Test
  void thereIsNoneUnlessAskedFor() {
    assertThat(ScanTimeout.parse(null).isSet()).isFalse();
  }

  @Test
  void timeThatIsNotTheScansDoesNotCount() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    long start = System.nanoTime();
    AtomicInteger asked = new AtomicInteger();

    String given =
        ScanTimeout.parse("20ms")
            .await(
                result,
                () -> {
                  // All of the time until it is asked for the third time.
                  if (asked.incrementAndGet() == 3) {
                    result.complete("scored");
                  }
                  return System.nanoTime() - start;
                });

    assertThat(given).isEqualTo("scored");
    assertThat(asked).hasValue(3);
  }

  @Test
  void itsOwnTimeDoes() {
    assertThatThrownBy(() -> ScanTimeout.parse("20ms").await(new CompletableFuture<>(), () -> 0))
        .isInstanceOf(TimeoutException.class);
  }
}
