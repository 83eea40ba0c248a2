package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;

/// A service that puts a filter in front of another service. It is a record and not a lambda
/// expression, which until it is compiled takes one frame more on the stack of every call that
/// waits for its answer.
record FilteredService(Filter filter, Service next) implements Service {
  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    return filter.send(call, sink, next);
  }
}
