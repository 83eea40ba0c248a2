package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The report of a call, or of one attempt, that has ended.
///
/// @param outcome the outcome of the call or the attempt
/// @param history the target that answered last, and the attempts made
/// @param duration from the arrival (of an attempt: its start) to the end of the answer
/// @param firstToken from the arrival or start to the first meaningful event, where there was one
/// @param overhead from the arrival until the first attempt was handed to the transport, without
///   the wait for a grant: the gateway's own time
/// @param usage the usage of the call or the attempt
/// @param committed whether any of the answer had reached the client
/// @param route the route that the call took; empty for none
/// @param attempts the times of the attempts that the sink has seen, in their order
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

  /// The parts of a call's time, in nanoseconds, which add up to the whole.
  ///
  /// @param queue time in the gateway's queue, for grants
  /// @param gateway the gateway's own time: until the first attempt, and all of a call that had
  ///   none, without the queue
  /// @param provider time at providers: from the first attempt on, without the queue. Pauses before
  ///   repeats are counted here, since failures of providers have caused them
  public record Parts(long queue, long gateway, long provider) {}

  /// The parts of the whole duration.
  public Parts parts() {
    return parts(duration.toNanos());
  }

  /// The parts of the beginning of the call.
  ///
  /// @param length the time since the call's arrival, such as [#firstToken], in nanoseconds
  public Parts parts(long length) {
    long gateway = Math.min(overhead.toNanos(), length);
    long queue = Math.min(history.queued().toNanos(), length - gateway);
    return new Parts(queue, gateway, length - gateway - queue);
  }

  /// The times of one attempt, in nanoseconds since the call's arrival; [#NEVER] for what has not
  /// come.
  ///
  /// @param target `provider/model`
  /// @param because the kind of failure that led to the attempt, or `race`; empty for a call's
  ///   first
  /// @param begun when the attempt was handed to the transport
  /// @param connected when the attempt had a connection
  /// @param firstToken when its first meaningful event came
  /// @param ended when the next one began, or the call ended
  /// @param trace the attempt's place in a trace; below another call where calls share the attempt
  public record Attempt(
      String target,
      Optional<String> because,
      long begun,
      long connected,
      long firstToken,
      long ended,
      Call.Trace trace) {
    /// The time of an event that has not happened.
    public static final long NEVER = -1;
  }
}
