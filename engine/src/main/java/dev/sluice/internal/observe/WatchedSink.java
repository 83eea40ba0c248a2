package dev.sluice.internal.observe;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sink that notes what observers are told of a call. Written on the loop, read by the call's
/// thread when the answer has ended or its caller has left.
final class WatchedSink extends ForwardingSink {
  private final Clock clock;
  private final long begun;

  /// The gateway's own time until the first attempt, in nanoseconds.
  private volatile long overhead;

  private volatile long firstToken;
  private volatile Usage usage = Usage.NONE;
  private volatile AttemptHistory history = AttemptHistory.NONE;
  private volatile @Nullable Head head;
  private boolean seenToken;

  // Written and read by the call's thread.
  private String route = "";
  private Call.Trace trace = Call.Trace.NONE;

  /// The attempts in their order. Written on the loop.
  private volatile List<AttemptTimes> attempts = List.of();

  /// @param begun when the call began, on [Clock#nanos]
  WatchedSink(Sink next, Clock clock, long begun) {
    super(next);
    this.clock = clock;
    this.begun = begun;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    long now = clock.nanos();
    if (history.attempts() == 0) {
      overhead = gateway(now);
    }
    history = history.and(attempt);
    begin(new AttemptTimes(attempt, now));
    next.attach(trace.hasSpan() ? attempt.within(trace) : attempt);
  }

  private void begin(AttemptTimes times) {
    if (attempts.isEmpty()) {
      attempts = List.of(times);
    } else {
      attempts.getLast().end(times.begun());
      attempts = Stream.concat(attempts.stream(), Stream.of(times)).toList();
    }
  }

  /// Sets the route of the call, which the sinks behind know.
  void took(String route) {
    this.route = route;
  }

  /// Sets the attempt's place in a trace, of which the sinks behind are told. Called before
  /// anything is written.
  void traced(Call.Trace trace) {
    this.trace = trace;
  }

  @Override
  public void routed(String route) {
    this.route = route;
    next.routed(route);
  }

  @Override
  public void head(Head head) {
    this.head = head;
    next.head(head);
  }

  @Override
  public void queued(Duration waited) {
    history = history.and(waited);
    next.queued(waited);
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.CONNECTED && !attempts.isEmpty()) {
      attempts.getLast().connected(clock.nanos());
    } else if (progress == Progress.MEANINGFUL && !seenToken) {
      meaningful(clock.nanos());
    }
    next.progress(progress);
  }

  private void meaningful(long now) {
    seenToken = true;
    firstToken = now;
    if (!attempts.isEmpty()) {
      attempts.getLast().firstToken(now);
    }
  }

  /// Ends the last attempt: what was held of it is dropped, and another one may follow.
  @Override
  public void reset() {
    if (!attempts.isEmpty()) {
      attempts.getLast().end(clock.nanos());
    }
    next.reset();
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    next.usage(usage);
  }

  @Override
  public void paid(long nanos) {
    history = history.costing(nanos);
  }

  Report report(Outcome outcome) {
    long now = clock.nanos();
    Duration own = Duration.ofNanos(history.attempts() == 0 ? gateway(now) : overhead);
    Optional<Duration> first =
        firstToken == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstToken - begun));
    return new Report(
        outcome,
        history,
        Duration.ofNanos(now - begun),
        first,
        own,
        usage,
        committed(),
        route,
        attempts(now),
        Optional.ofNullable(head));
  }

  /// Returns the time that has passed until now, without the waits for grants, in nanoseconds.
  private long gateway(long now) {
    return Math.max(0, now - begun - history.queued().toNanos());
  }

  private List<Report.Attempt> attempts(long now) {
    List<AttemptTimes> seen = attempts;
    return seen.size() == 1
        ? List.of(seen.getFirst().since(begun, now))
        : seen.stream().map(times -> times.since(begun, now)).toList();
  }
}
