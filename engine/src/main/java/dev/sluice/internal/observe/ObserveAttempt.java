package dev.sluice.internal.observe;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import org.jspecify.annotations.Nullable;

/// Filter that tells an observer of each attempt at one target.
///
/// @param target `provider/model`
/// @param route the name of the route that it is a target of
public record ObserveAttempt(String target, String route, Observer observer, Clock clock)
    implements Filter {
  /// Gives an attempt its span. At a call that began without a span the attempt has none, since it
  /// would lie below nothing.
  private Call traced(Call asked) {
    return asked.trace().hasSpan() ? asked.withTrace(observer.span(asked.trace())) : asked;
  }

  @Override
  public Outcome send(Call asked, Sink sink, Service next) throws InterruptedException {
    Begun attempt = begin(asked, sink);
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = next.send(attempt.call(), sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      end(attempt, sink, outcome);
    }
  }

  /// An attempt that has begun.
  ///
  /// @param call the call with the attempt's span
  /// @param before the record of the attempt before it; null for the first
  private record Begun(Call call, long at, @Nullable AttemptInfo before) {}

  /// Begins an attempt. This is a method of its own, since [#send] waits for as long as it takes.
  private Begun begin(Call asked, Sink sink) {
    Call call = traced(asked);
    var begun = new Begun(call, clock.nanos(), sink.info().attempt());
    observer.attemptStarted(call, target);
    return begun;
  }

  private void end(Begun attempt, Sink sink, Outcome outcome) {
    AttemptInfo made = sink.info().since(attempt.before());
    observer.attemptEnded(
        attempt.call(),
        target,
        Reports.ofAttempt(made, route, outcome, sink.committed(), attempt.at(), clock.nanos()));
  }
}
