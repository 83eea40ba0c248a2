package dev.sluice.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int CALLS = 20_000;

  private final Random random = new Random(1);

  @Test
  void a_call_without_a_trace_begins_one() {
    Call.Trace call = sampling(1).below(Call.Trace.NONE);
    assertThat(call.id()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    assertThat(call.span()).matches("[0-9a-f]{16}");
    assertThat(call.parent()).isEmpty();
    assertThat(call.sampled()).isTrue();
  }

  @Test
  void a_call_lies_below_its_clients_span_and_an_attempt_below_the_calls() {
    Call.Trace call = sampling(0).below(Recorded.CLIENT);
    Call.Trace attempt = sampling(0).below(call);
    assertThat(call.id()).isEqualTo(attempt.id()).isEqualTo(Recorded.CLIENT.id());
    assertThat(call.parent()).isEqualTo(Recorded.CLIENT.parent());
    assertThat(attempt.parent()).isEqualTo(call.span());
    assertThat(attempt.span()).isNotEqualTo(call.span());
    assertThat(attempt.traceparent()).isEqualTo("00-" + call.id() + "-" + attempt.span() + "-00");
  }

  @Test
  void a_share_of_traces_is_drawn() {
    assertThat(drawn(0)).isZero();
    assertThat(drawn(1)).isEqualTo(CALLS);
    assertThat(drawn(0.1)).isBetween(CALLS * 9L / 100, CALLS * 11L / 100);
  }

  @Test
  void all_parts_of_a_system_draw_the_same_traces() {
    Call.Trace drawn =
        Stream.generate(() -> sampling(0.1).below(Call.Trace.NONE))
            .filter(Call.Trace::sampled)
            .findFirst()
            .orElseThrow();
    Call.Trace again = new Call.Trace(drawn.id(), "", "", false);
    assertThat(sampling(0.1).below(again).sampled()).isTrue();
    assertThat(sampling(0.5).below(again).sampled()).isTrue();
  }

  @Test
  void what_its_client_records_is_sampled() {
    Call.Trace recorded = new Call.Trace(Recorded.CLIENT.id(), Recorded.CLIENT.parent(), "", true);
    assertThat(sampling(0).below(recorded).sampled()).isTrue();
  }

  private long drawn(double share) {
    Sampling sampling = sampling(share);
    return Stream.generate(() -> sampling.below(Call.Trace.NONE))
        .limit(CALLS)
        .filter(Call.Trace::sampled)
        .count();
  }

  private Sampling sampling(double share) {
    return new Sampling(share, Duration.ofSeconds(1), () -> random);
  }
}
