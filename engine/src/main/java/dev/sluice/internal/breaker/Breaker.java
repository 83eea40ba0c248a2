package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The gate of one target: a circuit for each operation, since one may fail while another works.
/// Under admission's lock.
public final class Breaker implements Gate {
  private final Map<Operation, Circuit> circuits = new EnumMap<>(Operation.class);

  Breaker(Map<Operation, Circuit> circuits) {
    this.circuits.putAll(circuits);
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return circuit(call).closed(call, last, now);
  }

  @Override
  public Permit enter(Call call, long now) {
    return circuit(call).enter(call, now);
  }

  /// Whether one of its circuits has been open long enough and no call has tried it since.
  public boolean lacksCalls(long now) {
    return circuits.values().stream().anyMatch(circuit -> circuit.lacksCalls(now));
  }

  /// The provider has listed its models: circuits that lack calls are on trial.
  public void listed(long now) {
    circuits.values().forEach(circuit -> circuit.listed(now));
  }

  private Circuit circuit(Call call) {
    Circuit circuit = circuits.get(call.operation());
    if (circuit == null) {
      throw new IllegalArgumentException(
          "the target is not asked for " + call.operation() + "; it serves " + circuits.keySet());
    }
    return circuit;
  }
}
