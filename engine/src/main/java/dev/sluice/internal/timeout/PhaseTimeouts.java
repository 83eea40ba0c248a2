package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.TimeoutConfig;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Filter that bounds each phase of the attempts at one target, and learns from each attempt. It
/// waits for nothing: a timer of the call's loop looks at the [PhaseClock] and aborts the attempt's
/// feed.
///
/// @param target `provider/model`, made known to `registry`
/// @param streamed whether an attempt at a call is streamed from the provider, whatever its client
///   asked for, so that each of its events is seen
public record PhaseTimeouts(
    String target,
    TimeoutConfig config,
    LatencyRegistry registry,
    Predicate<Call> streamed,
    Clock clock)
    implements Filter {
  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Attempt attempt = begin(call, sink);
    Outcome outcome = null;
    try {
      outcome = next.send(call, attempt.sink());
      return outcome;
    } catch (InterruptedException left) {
      attempt.left(clock);
      throw left;
    } finally {
      attempt.end(outcome, clock);
    }
  }

  /// Begins an attempt. This is a method of its own, since [#send] waits for as long as the attempt
  /// takes, and each value that a frame on a waiting stack has had takes memory.
  private Attempt begin(Call call, Sink sink) {
    boolean stream = streamed.test(call);
    boolean shown = stream || !generates(call.operation());
    var timings = new AttemptTimings();
    long begun = clock.nanos();
    Optional<LatencyModel> times = registry.find(target, call, begun);
    var bounds = new PhaseBounds(config, call, registry.prior(target, call), times, shown);
    return new Attempt(
        new TimedSink(sink, bounds, timings, call, clock),
        timings,
        new LatencyRecorder(registry, target, call, bounds, shown, stream),
        new Watched(times, call, !shown, begun));
  }

  /// An attempt that is timed and learned from.
  private record Attempt(
      TimedSink sink, AttemptTimings timings, LatencyRecorder recorder, Watched watched) {
    void left(Clock clock) {
      recorder.left(timings, clock.nanos());
    }

    /// @param outcome null where the attempt has none
    void end(@Nullable Outcome outcome, Clock clock) {
      sink.stop();
      if (outcome == null) {
        watched.close(clock);
        return;
      }
      long now = clock.nanos();
      try {
        timings.used(sink.used());
        recorder.ended(outcome, timings, now);
      } finally {
        watched.ends(now);
      }
    }
  }

  /// Whether an answer is written token by token, so that a whole one's first byte comes with its
  /// last token.
  private static boolean generates(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> true;
      default -> operation.draws() || operation.hears();
    };
  }
}
