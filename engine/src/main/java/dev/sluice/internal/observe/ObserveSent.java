package dev.sluice.internal.observe;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;

/// Filter that tells an observer of each call that goes to a provider; these may be fewer than
/// clients have asked. All calls pass it.
public record ObserveSent(Observer observer) implements Filter {
  @Override
  public void see(Call call) {
    observer.callSent(call);
  }

  @Override
  public boolean passes(Call call) {
    return true;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    return next.send(call, sink);
  }
}
