package dev.sluice.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallSpansTest {
  private static final long NOW = Duration.ofHours(1).toNanos();
  private static final Instant WALL = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return NOW;
        }

        @Override
        public Instant wall() {
          return WALL;
        }
      };

  private final TakenSpans taken = new TakenSpans(CompletableResultCode.ofSuccess());

  @Test
  void a_call_is_a_span_and_its_attempt_is_one_below_it() {
    CallSpans spans = spans(1, Conventions.LATEST);
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    SpanData call = sent(spans, "POST /v1/chat/completions");
    SpanData attempt = sent(spans, "chat m");
    assertThat(call.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(attempt.getTraceId()).isEqualTo(call.getTraceId());
    assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
    assertThat(call.getParentSpanContext().isValid()).isFalse();
    long end = WALL.getEpochSecond() * 1_000_000_000L;
    assertThat(call.getEndEpochNanos()).isEqualTo(end);
    assertThat(call.getStartEpochNanos()).isEqualTo(end - SHORT.toNanos());
    assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void an_attempt_says_what_the_conventions_ask_for() {
    CallSpans spans = spans(1, Conventions.LATEST);
    spans.use(new GatewayConfig(List.of(azure()), List.of(), true));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    assertThat(attributes(sent(spans, "chat m")))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.request.model", "m")
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.provider.name", "azure.ai.openai")
        .containsEntry("sluice.provider", "p")
        .containsEntry("server.address", "llm.example")
        .containsEntry("server.port", 443L)
        .containsEntry("gen_ai.usage.input_tokens", 90L)
        .containsEntry("gen_ai.usage.output_tokens", 25L)
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 10L)
        .containsEntry("gen_ai.response.time_to_first_chunk", 0.4)
        .containsEntry("sluice.attempt.reason", "first")
        .containsEntry("sluice.upstream.request_id", "up-1")
        .doesNotContainKey("error.type");
  }

  @Test
  void tokens_stand_at_attempts_alone_so_that_no_sum_counts_them_twice() {
    CallSpans spans = spans(1, Conventions.LATEST);
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    assertThat(attributes(sent(spans, "POST /v1/chat/completions")))
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("sluice.outcome", "answered")
        .containsEntry("sluice.route", "chat")
        .doesNotContainKey("gen_ai.usage.input_tokens");
  }

  @Test
  void older_names_can_be_had() {
    CallSpans spans = spans(1, Conventions.V1_36);
    spans.use(new GatewayConfig(List.of(azure()), List.of(), true));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    assertThat(attributes(sent(spans, "chat m")))
        .containsEntry("gen_ai.system", "azure.ai.openai")
        .doesNotContainKeys("gen_ai.provider.name", "gen_ai.response.time_to_first_chunk");
  }

  @Test
  void failed_and_slow_calls_are_sent_and_others_are_not() {
    CallSpans spans = spans(0, Conventions.LATEST);
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    Recorded.observe(spans, new Failed.Cancelled(), SHORT, NOW);
    Recorded.observe(spans, new Answered(), LONG, NOW);
    Recorded.observe(spans, timeout(), SHORT, NOW);
    spans.close();
    assertThat(outcomes("POST /v1/chat/completions")).containsExactly("answered", "timed_out");
    assertThat(outcomes("chat m")).containsExactly("answered", "timed_out");
    assertThat(spans.open()).isZero();
  }

  @Test
  void a_failure_is_an_error_and_named() {
    CallSpans spans = spans(0, Conventions.LATEST);
    Recorded.observe(spans, timeout(), SHORT, NOW);
    SpanData call = sent(spans, "POST /v1/chat/completions");
    assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(call))
        .containsEntry("error.type", "timed_out")
        .containsEntry("http.response.status_code", 504L);
  }

  @Test
  void a_wait_for_a_grant_is_a_span_of_its_own() {
    CallSpans spans = spans(1, Conventions.LATEST);
    var wait = new QueueWait(Duration.ofMillis(300), Duration.ofMillis(250), Optional.empty());
    Recorded.observe(spans, new Answered(), SHORT, NOW, call -> spans.queued(call, wait));
    SpanData queue = sent(spans, "queue");
    assertThat(queue.getParentSpanId())
        .isEqualTo(sent(spans, "POST /v1/chat/completions").getSpanId());
    assertThat(queue.getEndEpochNanos() - queue.getStartEpochNanos()).isEqualTo(300_000_000L);
    assertThat(attributes(queue)).containsEntry("sluice.queue.predicted", 0.25);
  }

  @Test
  void a_call_that_shares_anothers_attempt_links_to_it() {
    CallSpans spans = spans(1, Conventions.LATEST);
    Call first = Recorded.observe(spans, new Answered(), SHORT, NOW);
    Call.Trace shared = spans.span(first.trace());
    Call came = Recorded.call(NOW);
    Call member = came.withTrace(spans.span(came.trace()));
    spans.callStarted(member);
    spans.callEnded(
        member, Recorded.report(new Answered(), SHORT, List.of(Recorded.attempt(shared))));
    spans.close();
    SpanData span =
        taken.spans().stream()
            .filter(one -> one.getSpanId().equals(member.trace().span()))
            .findFirst()
            .orElseThrow();
    assertThat(span.getLinks()).hasSize(1);
    assertThat(span.getLinks().getFirst().getSpanContext().getSpanId()).isEqualTo(shared.span());
  }

  @Test
  void an_attempt_that_outlives_its_call_is_judged_by_itself() {
    CallSpans spans = spans(0, Conventions.LATEST);
    Call call = Recorded.observe(spans, new Answered(), SHORT, NOW);
    Call late = call.withTrace(spans.span(call.trace()));
    Report report = Recorded.report(timeout(), SHORT, List.of());
    spans.attemptEnded(late, "p/m", report);
    spans.attemptEnded(late, "p/m", Recorded.report(new Answered(), SHORT, List.of()));
    spans.close();
    assertThat(outcomes("chat m")).containsExactly("timed_out");
    assertThat(spans.open()).isZero();
  }

  @Test
  void the_call_of_an_application_is_no_servers() {
    CallSpans spans = new CallSpans(_ -> taken, _ -> 0, CLOCK);
    spans.sendTo(Optional.of(config(1, Conventions.LATEST)));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    SpanData call = sent(spans, "call chat");
    assertThat(call.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(attributes(call)).doesNotContainKey("http.response.status_code");
  }

  @Test
  void what_becomes_of_spans_is_counted() {
    CallSpans spans = spans(1, Conventions.LATEST);
    var registry = new SimpleMeterRegistry();
    spans.bindTo(registry);
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    spans.close();
    assertThat(registry.get("sluice.spans").tag("outcome", "sent").functionCounter().count())
        .isEqualTo(2);
    registry.close();
  }

  @Test
  void what_is_sent_and_where_may_change_and_a_call_that_began_without_spans_has_none() {
    var elsewhere = new TakenSpans(CompletableResultCode.ofSuccess());
    CallSpans spans =
        new CallSpans(
            to -> to.names() == Conventions.LATEST ? taken : elsewhere,
            CallSpansTest::status,
            CLOCK);
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    Call.Trace none = Call.Trace.NONE;
    assertThat(spans.span(none)).isSameAs(none);
    spans.sendTo(Optional.of(config(1, Conventions.LATEST)));
    spans.callEnded(Recorded.call(NOW), Recorded.report(new Answered(), SHORT, List.of()));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    spans.sendTo(Optional.of(config(1, Conventions.V1_36)));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    spans.close();
    assertThat(taken.spans().size() + elsewhere.spans().size()).isEqualTo(4);
    assertThat(elsewhere.spans()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(spans.open()).isZero();
  }

  @Test
  void what_waits_when_nothing_is_sent_any_more_is_dropped_and_counted() {
    CallSpans spans = spans(1, Conventions.LATEST);
    Call call = Recorded.call(NOW).withTrace(spans.span(Call.Trace.NONE));
    spans.callStarted(call);
    spans.sendTo(Optional.empty());
    spans.callEnded(call, Recorded.report(new Answered(), SHORT, List.of()));
    Recorded.observe(spans, new Answered(), SHORT, NOW);
    spans.close();
    assertThat(spans.open()).isZero();
    assertThat(taken.spans()).isEmpty();
  }

  private CallSpans spans(double sample, Conventions names) {
    CallSpans spans = new CallSpans(_ -> taken, CallSpansTest::status, CLOCK);
    spans.sendTo(Optional.of(config(sample, names)));
    return spans;
  }

  private static int status(Outcome outcome) {
    return outcome instanceof Failed ? 504 : 200;
  }

  private static TraceConfig config(double sample, Conventions names) {
    return new TraceConfig(
        URI.create("http://127.0.0.1:4318/v1/traces"),
        Map.of(),
        Duration.ofSeconds(1),
        sample,
        Duration.ofSeconds(1),
        names,
        Map.of("service.name", "test"));
  }

  private static ProviderConfig azure() {
    URI url = URI.create("https://llm.example/openai/v1");
    return new ProviderConfig("p", ProviderType.AZURE, url, List.of(), false);
  }

  private static Outcome timeout() {
    return new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1));
  }

  /// The one span of this name, once all are sent.
  private SpanData sent(CallSpans spans, String name) {
    spans.close();
    List<SpanData> named =
        taken.spans().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(named).hasSize(1);
    return named.getFirst();
  }

  private List<Object> outcomes(String name) {
    return taken.spans().stream()
        .filter(span -> span.getName().equals(name))
        .<Object>map(span -> attributes(span).get("sluice.outcome"))
        .toList();
  }

  private static Map<String, Object> attributes(SpanData span) {
    var all = new java.util.HashMap<String, Object>();
    span.getAttributes().forEach((key, value) -> all.put(key.getKey(), value));
    return all;
  }
}
