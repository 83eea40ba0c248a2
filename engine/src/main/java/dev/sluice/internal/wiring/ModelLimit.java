package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import java.util.Optional;

/// A gate that keeps calls within what a provider allows a model. Calls that ask no model, such as
/// counts of tokens, have limits of their own at the provider: they pass, take nothing, and what
/// they are told changes nothing for the others.
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

  /// Those that ask no model wait for none that does, but by account.
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
