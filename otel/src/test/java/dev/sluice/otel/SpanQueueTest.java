package dev.sluice.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.runtime.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpanQueueTest {
  private static final Duration CALL = Duration.ofMillis(1);
  private static final int SPANS_A_CALL = 2;

  /// The test returns while the collector still hangs: no call waits for it.
  @Test
  void a_collector_that_hangs_holds_no_call_and_a_bounded_number_of_spans()
      throws InterruptedException {
    var never = new CompletableResultCode();
    var taken = new TakenSpans(never);
    CallSpans spans = spans(taken);
    observe(spans, 1);
    assertThat(taken.asked.await(60, TimeUnit.SECONDS)).isTrue();
    observe(spans, SpanQueue.CAPACITY);
    long all = (SpanQueue.CAPACITY + 1) * SPANS_A_CALL;
    assertThat(spans.dropped())
        .isEqualTo(all - SpanQueue.CAPACITY - taken.spans().size())
        .isPositive();
    assertThat(spans.sent()).isZero();
    assertThat(taken.spans()).hasSizeLessThanOrEqualTo(SPANS_A_CALL);
    assertThat(spans.open()).isZero();
    never.fail();
    spans.close();
  }

  @Test
  void what_a_collector_refuses_is_counted() {
    CallSpans spans = spans(new TakenSpans(CompletableResultCode.ofFailure()));
    observe(spans, 3);
    spans.close();
    assertThat(spans.failed()).isEqualTo(3 * SPANS_A_CALL);
    assertThat(spans.sent()).isZero();
  }

  @Test
  void all_that_waits_is_sent_at_the_end() {
    var taken = new TakenSpans(CompletableResultCode.ofSuccess());
    CallSpans spans = spans(taken);
    observe(spans, 1_000);
    spans.close();
    assertThat(spans.sent()).isEqualTo(1_000 * SPANS_A_CALL);
    assertThat(taken.spans()).hasSize(1_000 * SPANS_A_CALL);
  }

  @Test
  void a_request_that_throws_is_counted_and_the_next_one_is_sent() throws InterruptedException {
    var taken = new TakenSpans(CompletableResultCode.ofSuccess());
    taken.bugs.set(1);
    CallSpans spans = spans(taken);
    observe(spans, 1);
    assertThat(taken.asked.await(60, TimeUnit.SECONDS)).isTrue();
    observe(spans, 2);
    spans.close();
    assertThat(spans.failed()).isPositive();
    assertThat(spans.sent()).isPositive();
    assertThat(spans.failed() + spans.sent()).isEqualTo(3 * SPANS_A_CALL);
  }

  private static void observe(CallSpans spans, int calls) {
    for (int i = 0; i < calls; i++) {
      Recorded.observe(spans, new Answered(), CALL, Clock.SYSTEM.nanos());
    }
  }

  private static CallSpans spans(TakenSpans taken) {
    TraceConfig standard = TraceConfig.to(URI.create("http://127.0.0.1:4318/v1/traces"), "test");
    var all =
        new TraceConfig(
            standard.endpoint(),
            standard.headers(),
            Duration.ofMinutes(1),
            1,
            standard.slow(),
            standard.names(),
            standard.resource());
    CallSpans spans = new CallSpans(_ -> taken, _ -> 200, Clock.SYSTEM);
    spans.sendTo(Optional.of(all));
    return spans;
  }
}
