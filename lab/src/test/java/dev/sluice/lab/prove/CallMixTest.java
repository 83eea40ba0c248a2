package dev.sluice.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.prove.PlannedCall.Kind;
import dev.sluice.lab.trace.Excerpt;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMixTest {
  private static final Duration LENGTH = Duration.ofMinutes(2);
  private static final List<PlannedCall> CALLS =
      CallMix.of(Workload.RETRIEVAL, Excerpt.CONVERSATION.trace(), LENGTH, 1);

  @Test
  void the_calls_are_the_same_for_a_seed_and_others_for_another() {
    assertThat(CallMix.of(Workload.RETRIEVAL, Excerpt.CONVERSATION.trace(), LENGTH, 1))
        .isEqualTo(CALLS);
    assertThat(CallMix.of(Workload.RETRIEVAL, Excerpt.CONVERSATION.trace(), LENGTH, 2))
        .isNotEqualTo(CALLS);
  }

  @Test
  void the_shares_are_those_that_the_reports_name() {
    double embeddings = CALLS.stream().filter(c -> c.model() == Kind.EMBEDDING).count();
    assertThat(embeddings / CALLS.size()).isBetween(0.32, 0.38);
    double different = CALLS.stream().map(PlannedCall::body).distinct().count();
    assertThat(different / CALLS.size()).isBetween(0.72, 0.78);
  }

  @Test
  void calls_are_in_order_and_within_the_time() {
    assertThat(CALLS).isSortedAccordingTo(Comparator.comparingLong(PlannedCall::due));
    assertThat(CALLS.getLast().due()).isLessThan(LENGTH.toNanos());
    assertThat(CALLS).anyMatch(PlannedCall::streamed);
  }
}
