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
    Call call = traced(asked);
    long begun = clock.nanos();
    AttemptInfo before = sink.info().attempt();
    Outcome outcome = Failed.Internal.UNTOLD;
    observer.attemptStarted(call, target);
    try {
      outcome = next.send(call, sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      AttemptInfo made = sink.info().since(before);
      observer.attemptEnded(
          call,
          target,
          Reports.ofAttempt(made, route, outcome, sink.committed(), begun, clock.nanos()));
    }
  }
}
