package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The gate of one target: a circuit for each operation, since one may fail while another works.
/// Under admission's lock.
public final class Breaker implements Gate {
  private final Map<Operation, Circuit> circuits = new EnumMap<>(Operation.class);
  private final Set<Operation> listed;
  private final Set<Operation> probed;

  /// @param listed the operations whose circuits lists of models try where no call comes
  /// @param probed the operations whose circuits are tried by calls of the gateway's own
  Breaker(Map<Operation, Circuit> circuits, Set<Operation> listed, Set<Operation> probed) {
    this.circuits.putAll(circuits);
    this.listed = Set.copyOf(listed);
    this.probed = Set.copyOf(probed);
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return circuit(call).closed(call, last, now);
  }

  @Override
  public Permit enter(Call call, long now) {
    return circuit(call).enter(call, now);
  }

  /// Whether lists of models may ever try one of its circuits.
  boolean usesLists() {
    return !listed.isEmpty();
  }

  /// Whether one of the circuits that lists of models try has been open long enough and no call has
  /// tried it since.
  public boolean lacksCalls(long now) {
    return lacking(listed, now).findAny().isPresent();
  }

  /// Notes that the provider has listed its models: circuits that lists try and that lack calls
  /// become half-open.
  public void listed(long now) {
    listed.forEach(operation -> circuit(operation).listed(now));
  }

  /// Returns the operations that the gateway may probe with a call of its own: their circuits have
  /// been open long enough and no call has tried them since.
  public List<Operation> toProbe(long now) {
    return lacking(probed, now).sorted().toList();
  }

  private Stream<Operation> lacking(Set<Operation> of, long now) {
    return of.stream().filter(operation -> circuit(operation).lacksCalls(now));
  }

  private Circuit circuit(Call call) {
    return circuit(call.operation());
  }

  private Circuit circuit(Operation operation) {
    Circuit circuit = circuits.get(operation);
    if (circuit == null) {
      throw new IllegalArgumentException(
          "the target is not asked for " + operation + "; it serves " + circuits.keySet());
    }
    return circuit;
  }
}
