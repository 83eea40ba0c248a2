package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answer of a script on a state that something else may have written to.
class LeaseReplyTest {
  private static LeaseReply of(String pause, String day, String... part) {
    var values = new ArrayList<>(List.of("1", pause, "7", "2", day));
    values.addAll(List.of(part));
    return LeaseReply.of(values, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 10",
    "-60, 0.1, 10",
    "60, -0.1, 10",
    "60, 1, 10",
    "60, 0.1, 0",
    "60, 0.1, -1",
    "inf, 0.1, 10",
    "NaN, 0.1, 10",
    "60, NaN, 10",
    "60, 0.1, nan",
  })
  void a_limit_that_makes_no_sense_is_no_answer(String limit, String margin, String window) {
    assertThatThrownBy(() -> of("0", "0", "1", "2", "3", "4", "1", limit, margin, window))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_limit_that_nobody_knows_may_be_anything() {
    assertThat(of("0", "0", "0", "0", "0", "0", "0", "0", "0", "0").parts()).hasSize(1);
  }

  @Test
  void times_and_counts_are_bounded() {
    LeaseReply reply = of("9e300", "9e300", "1", "2", "3", "4", "1", "60", "0.1", "10");

    assertThat(reply.pause()).isEqualTo(2_000_000_000);
    assertThat(reply.day()).isEqualTo(Integer.MAX_VALUE);
    assertThat(of("-5", "-9e300", "1", "2", "3", "4", "1", "60", "0.1", "10").day()).isEqualTo(-1);
  }
}
