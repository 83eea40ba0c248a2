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
    Service to = after(call);
    return to instanceof FilteredService at
        ? at.filter.send(call, sink, at.next)
        : to.send(call, sink);
  }

  /// The first service from here on that a call does not pass. This is a method of its own, since
  /// [#send] waits for as long as the call takes.
  private Service after(Call call) {
    Service at = this;
    while (at instanceof FilteredService here) {
      here.filter.see(call);
      if (!here.filter.passes(call)) {
        return here;
      }
      at = here.next;
    }
    return at;
  }
}
