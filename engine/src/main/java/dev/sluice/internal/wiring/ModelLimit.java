package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import java.util.Optional;

/// Gate that keeps calls within what a provider allows a model. Calls that ask no model, such as
/// counts of tokens, have limits of their own at the provider: they pass, take nothing, and their
/// refusals change nothing for other calls.
///
/// @param limit the gate for all other calls
record ModelLimit(Gate limit) implements Gate {

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return call.operation().asksModel() ? limit.closed(call, last, now) : Optional.empty();
  }

  @Override
  public Permit enter(Call call, long now) {
    return call.operation().asksModel() ? limit.enter(call, now) : _ -> {};
  }

  @Override
  public Cost cost(Call call, long now) {
    return call.operation().asksModel() ? limit.cost(call, now) : Cost.NONE;
  }

  /// Returns the source that a call takes from. Calls that ask no model are told apart from those
  /// that do, and from each other by account.
  @Override
  public Optional<Object> source(Call call, long now) {
    Optional<Object> source = limit.source(call, now);
    return call.operation().asksModel() ? source : source.map(_ -> this);
  }

  @Override
  public long nextOpen(Call call, QueuedDemand queued, long now) {
    return call.operation().asksModel() ? limit.nextOpen(call, queued, now) : now;
  }
}
