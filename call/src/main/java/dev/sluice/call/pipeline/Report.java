package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a call, or one attempt, went.
///
/// @param outcome what became of it
/// @param history the target that answered last, and the attempts made
/// @param duration from its arrival (an attempt's: its start) to the end of its answer
/// @param firstToken from there to its first meaningful event, where there was one
/// @param overhead from its arrival until the first attempt was handed to the transport, without
///   what it waited for a grant: the gateway's own time
/// @param usage what it used
/// @param committed whether any of the answer had reached the client
/// @param route the route that the call took; empty for none
/// @param attempts the times of the attempts that its sink has seen, in their order
/// @param head the head that came last, of an answer or of a provider's error, with the headers
///   that may pass to the client
public record Report(
    Outcome outcome,
    AttemptHistory history,
    Duration duration,
    Optional<Duration> firstToken,
    Duration overhead,
    Usage usage,
    boolean committed,
    String route,
    List<Attempt> attempts,
    Optional<Head> head) {
  public Report {
    attempts = List.copyOf(attempts);
  }

  /// Where the time of a call has gone, in nanoseconds; the three add up to it.
  ///
  /// @param queue in the gateway's queue, for grants
  /// @param gateway the gateway's own: until the first attempt, and all of a call that had none,
  ///   without the queue
  /// @param provider at providers: from the first attempt on, without the queue. Pauses before
  ///   repeats are theirs, since their failures have made them
  public record Parts(long queue, long gateway, long provider) {}

  /// The parts of all of it.
  public Parts parts() {
    return parts(duration.toNanos());
  }

  /// The parts of its begin.
  ///
  /// @param length since its arrival, such as that of [#firstToken], in nanoseconds
  public Parts parts(long length) {
    long gateway = Math.min(overhead.toNanos(), length);
    long queue = Math.min(history.queued().toNanos(), length - gateway);
    return new Parts(queue, gateway, length - gateway - queue);
  }

  /// A report that knows of no head.
  public Report(
      Outcome outcome,
      AttemptHistory history,
      Duration duration,
      Optional<Duration> firstToken,
      Duration overhead,
      Usage usage,
      boolean committed,
      String route,
      List<Attempt> attempts) {
    this(
        outcome,
        history,
        duration,
        firstToken,
        overhead,
        usage,
        committed,
        route,
        attempts,
        Optional.empty());
  }

  /// A report that knows neither route nor times of attempts.
  public Report(
      Outcome outcome,
      AttemptHistory history,
      Duration duration,
      Optional<Duration> firstToken,
      Duration overhead,
      Usage usage,
      boolean committed) {
    this(outcome, history, duration, firstToken, overhead, usage, committed, "", List.of());
  }

  /// The times of one attempt, in nanoseconds since the call's arrival; [#NEVER] for what has not
  /// come.
  ///
  /// @param target `provider/model`
  /// @param because the kind of failure that led to it, or `race`; empty for a call's first
  /// @param begun when it was handed to the transport
  /// @param connected when it had a connection
  /// @param firstToken when its first meaningful event came
  /// @param ended when the next one began, or the call ended
  /// @param trace its place in a trace; below another call where calls share it
  public record Attempt(
      String target,
      Optional<String> because,
      long begun,
      long connected,
      long firstToken,
      long ended,
      Call.Trace trace) {
    /// What has not come.
    public static final long NEVER = -1;
  }
}
