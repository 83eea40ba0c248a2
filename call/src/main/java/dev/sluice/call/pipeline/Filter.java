package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;

/// Adds one behaviour in front of a service. A filter sees the call on its way in, the answer on
/// its way out by wrapping the sink (see [dev.sluice.call.answer.ForwardingSink]), and the outcome
/// when the answer has ended, so that whatever it holds for a call is given back by a plain
/// `try`/`finally`.
@FunctionalInterface
public interface Filter {

  /// Handles one call that has not passed already, by the rules of [Service#send]; calls `next` any
  /// number of times, one after the other.
  Outcome send(Call call, Sink sink, Service next) throws InterruptedException;

  /// Tells this filter of a call that has come here, once, before [#passes] and [#send]: for what
  /// only looks on. Takes no time, holds nothing for the call, and throws nothing.
  default void see(Call call) {}

  /// Whether a call passes this filter without more: the filter has nothing to do with it, or only
  /// looks on. Then it takes no place on the stack of a call that waits for its answer. Changes
  /// nothing, and takes no time.
  default boolean passes(Call call) {
    return false;
  }

  /// This filter in front of `next`, as a service.
  default Service over(Service next) {
    return new FilteredService(this, next);
  }
}
