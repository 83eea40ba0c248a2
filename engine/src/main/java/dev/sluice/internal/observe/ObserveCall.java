package dev.sluice.internal.observe;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;

/// Filter that tells an observer of each call.
public record ObserveCall(Observer observer, Clock clock) implements Filter {
  @Override
  public Outcome send(Call came, Sink sink, Service next) throws InterruptedException {
    Call call = begin(came);
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = next.send(call, sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      end(call, sink, outcome);
    }
  }

  /// Begins a call. This is a method of its own, since [#send] waits for as long as the call takes.
  private Call begin(Call came) {
    Call call = came.withTrace(observer.span(came.trace()));
    observer.callStarted(call);
    return call;
  }

  private void end(Call call, Sink sink, Outcome outcome) {
    Report report = Reports.ofCall(sink, outcome, call.arrived(), clock.nanos());
    observer.callEnded(call, report);
  }
}
