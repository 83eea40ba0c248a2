package dev.sluice.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.observe.ObserveAttempt;
import dev.sluice.internal.observe.ObserveCall;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeterObserverTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MeterObserver observer = new MeterObserver(registry);

  @Test
  void a_call_and_its_attempt_are_timed_and_their_tokens_counted() throws InterruptedException {
    send(Calls.streamed(loop, "m"), answering());
    assertThat(registry.get("gen_ai.server.request.duration").tag("outcome", "answered").timer())
        .satisfies(
            timer -> assertThat(timer.count()).isEqualTo(1),
            timer -> assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(3));
    assertThat(
            registry
                .get("gen_ai.server.time_to_first_token")
                .tags("gen_ai.provider.name", "p", "gen_ai.request.model", "m/x")
                .timer()
                .totalTime(TimeUnit.SECONDS))
        .isEqualTo(1);
    assertThat(registry.get("gen_ai.client.operation.duration").timer().count()).isEqualTo(1);
    assertThat(
            registry
                .get("gen_ai.client.token.usage")
                .tag("gen_ai.token.type", "output")
                .summary()
                .totalAmount())
        .isEqualTo(7);
    assertThat(registry.get("sluice.calls.in.flight").gauge().value()).isZero();
    assertThat(registry.get("sluice.attempts.in.flight").gauge().value()).isZero();
  }

  @Test
  void a_timeout_is_counted_by_its_phase() throws InterruptedException {
    Failed late = new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(5));
    send(
        Calls.streamed(loop, "m"),
        (_, sink) -> {
          sink.attach(TestFeed.of("p/m"));
          return late;
        });
    assertThat(registry.get("sluice.timeouts").tag("phase", "first_token").counter().count())
        .isEqualTo(1);
  }

  @Test
  void calls_that_wait_are_timed_and_those_that_are_refused_counted_by_whether_they_did() {
    Call call = Calls.whole(loop, "m");
    Duration second = Duration.ofSeconds(1);
    var full = new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.of(second));
    observer.queued(call, new QueueWait(second, second.multipliedBy(3), Optional.empty()));
    observer.queued(call, new QueueWait(second.multipliedBy(5), second, Optional.empty()));
    observer.queued(call, new QueueWait(Duration.ofNanos(1), Duration.ZERO, Optional.of(full)));
    observer.queued(call, new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(full)));
    observer.queued(call, new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(full)));
    assertThat(seconds("sluice.queue.wait")).isEqualTo(6);
    assertThat(seconds("sluice.queue.earlier.than.predicted")).isEqualTo(2);
    assertThat(seconds("sluice.queue.later.than.predicted")).isEqualTo(4);
    assertThat(refused("true")).isEqualTo(1);
    assertThat(refused("false")).isEqualTo(2);
  }

  private double seconds(String meter) {
    return registry.get(meter).tag("band", "normal").timer().totalTime(TimeUnit.SECONDS);
  }

  private double refused(String waited) {
    return registry
        .get("sluice.queue.refused")
        .tags("band", "normal", "reason", "queue_full", "waited", waited)
        .counter()
        .count();
  }

  @Test
  void calls_that_go_together_are_counted_by_why_and_how_many() {
    Call call = Calls.whole(loop, "m");
    observer.gathered(call, new BatchInfo(3, 5, "full", Duration.ofMillis(7)));
    observer.gathered(call, new BatchInfo(1, 1, "idle", Duration.ZERO));
    observer.bisected(call);
    observer.saved(call, "batch", 2);
    assertThat(registry.get("sluice.batch.calls").summary().totalAmount()).isEqualTo(4);
    assertThat(registry.get("sluice.batch.items").summary().totalAmount()).isEqualTo(6);
    assertThat(registry.get("sluice.batch.wait").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(7);
    assertThat(registry.get("sluice.batch.closed").tag("reason", "full").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.batch.bisections").counter().count()).isEqualTo(1);
    assertThat(registry.get("sluice.calls.saved").tag("by", "batch").counter().count())
        .isEqualTo(2);
  }

  @Test
  void a_broken_stream_is_counted_by_side_and_phase() throws InterruptedException {
    Failed cut = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");
    send(
        Calls.streamed(loop, "m"),
        (_, sink) -> {
          sink.attach(TestFeed.of("p/m"));
          sink.head(new Head(200, Map.of()));
          TestFeed.progress(sink, Progress.MEANINGFUL);
          return cut;
        });
    assertThat(
            registry
                .get("sluice.streams.aborted")
                .tags("side", "upstream", "phase", "after_commit")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void a_caller_that_leaves_and_a_bug_end_what_they_started() {
    assertThatThrownBy(
            () ->
                send(
                    Calls.whole(loop, "m"),
                    (_, _) -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThatThrownBy(
            () ->
                send(
                    Calls.whole(loop, "m"),
                    (_, _) -> {
                      throw new IllegalStateException("a bug, on purpose");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(registry.get("sluice.calls.in.flight").gauge().value()).isZero();
    assertThat(registry.get("sluice.attempts.in.flight").gauge().value()).isZero();
    assertThat(registry.get("gen_ai.server.request.duration").tag("outcome", "cancelled").timer())
        .isNotNull();
    assertThat(registry.get("gen_ai.server.request.duration").tag("outcome", "internal").timer())
        .isNotNull();
  }

  @Test
  void made_up_models_make_no_new_meters() throws InterruptedException {
    send(Calls.whole(loop, "m"), (_, _) -> new Failed.Internal());
    int before = registry.getMeters().size();
    for (int model = 0; model < 1000; model++) {
      send(Calls.whole(loop, "made-up-" + model), (_, _) -> new Failed.Internal());
    }
    assertThat(registry.getMeters()).hasSize(before);
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .noneMatch(id -> id.toString().contains("made-up"));
  }

  private Service answering() {
    return (_, sink) -> {
      sink.attach(new TestFeed("p/m/x", loop).info);
      sink.head(new Head(200, Map.of()));
      loop.advance(Duration.ofSeconds(1));
      TestFeed.progress(sink, Progress.MEANINGFUL);
      TestFeed.used(sink, new Usage(5, 7, 0, false));
      loop.advance(Duration.ofSeconds(2));
      sink.end();
      return new Answered();
    };
  }

  private void send(Call call, Service provider) throws InterruptedException {
    Service attempt = new ObserveAttempt("p/m/x", "r", observer, loop).over(provider);
    var sink = new CommitPoint(new RecordingExit(), call.facts().stream(), loop);
    new ObserveCall(observer, loop).over(attempt).send(call, sink);
  }
}
