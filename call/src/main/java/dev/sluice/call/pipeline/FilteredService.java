package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;

/// A service that puts a filter in front of another service. It is a record and not a lambda
/// expression, which until it is compiled takes one frame more on the stack of every call that
/// waits for its answer.
record FilteredService(Filter filter, Service next) implements Service {

  /// Sends a call to the first filter from here on that it does not pass: those in between take no
  /// frame on its stack.
  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    FilteredService at = this;
    at.filter.see(call);
    while (at.filter.passes(call)) {
      if (!(at.next instanceof FilteredService behind)) {
        return at.next.send(call, sink);
      }
      at = behind;
      at.filter.see(call);
    }
    return at.filter.send(call, sink, at.next);
  }
}
