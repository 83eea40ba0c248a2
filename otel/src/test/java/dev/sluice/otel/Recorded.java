package dev.sluice.otel;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Calls and reports of them.
final class Recorded {
  static final Call.Trace CLIENT =
      new Call.Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "", false);

  private Recorded() {}

  /// A streamed chat with model `m` that has come at `arrived`.
  static Call call(long arrived) {
    return new Call(
        "req_1",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, true, false, OptionalLong.of(64), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        arrived,
        new Deadline(Long.MAX_VALUE),
        new NoLoop());
  }

  static Report report(Outcome outcome, Duration duration, List<Report.Attempt> attempts) {
    Optional<Duration> first =
        outcome instanceof Answered ? Optional.of(duration.dividedBy(2)) : Optional.empty();
    return new Report(
        outcome,
        new AttemptHistory("p/m", attempts.size(), List.of(), Duration.ZERO),
        duration,
        first,
        Duration.ZERO,
        new Usage(90, 25, 10, false),
        outcome instanceof Answered,
        "chat",
        attempts,
        Optional.of(new Head(200, Map.of("x-sluice-upstream-request-id", "up-1"))));
  }

  static Report.Attempt attempt(Call.Trace trace) {
    return new Report.Attempt("p/m", Optional.empty(), 1, 2_000_000, 3, 4, trace);
  }

  /// A call of this many nanoseconds with one attempt, as a gateway reports it.
  static Call observe(CallSpans spans, Outcome outcome, Duration duration, long now) {
    return observe(spans, outcome, duration, now, _ -> {});
  }

  /// @param during what else happens in it
  static Call observe(
      CallSpans spans, Outcome outcome, Duration duration, long now, Consumer<Call> during) {
    Call came = call(now - duration.toNanos());
    Call call = came.withTrace(spans.span(came.trace()));
    spans.callStarted(call);
    during.accept(call);
    Call attempt = call.withTrace(spans.span(call.trace()));
    spans.attemptStarted(attempt, "p/m");
    Report report = report(outcome, duration, List.of(attempt(attempt.trace())));
    spans.attemptEnded(attempt, "p/m", report);
    spans.callEnded(call, report);
    return call;
  }

  /// A loop that nothing runs on.
  private static final class NoLoop implements Loop {
    @Override
    public void execute(Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean inLoop() {
      return false;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Thread start(String name, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }
}
