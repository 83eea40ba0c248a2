package dev.sluice.breaker;

import dev.sluice.call.Operation;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The breakers of a gateway: one for each target and each way to treat it. Safe for any thread.
public final class Breakers {
  /// How the name of a target ends that passes on the names that calls have.
  private static final String PASSES_ON = "/*";

  private final Surroundings around;
  private final long now;

  // Guarded by this.
  private final Map<Key, Breaker> breakers = new HashMap<>();
  private final Map<Place, Readout> readouts = new LinkedHashMap<>();

  private record Key(String target, BreakerConfig config) {}

  private record Place(String target, Operation operation) {}

  /// @param now on [dev.sluice.call.Clock#nanos]
  public Breakers(Surroundings around, long now) {
    this.around = around;
    this.now = now;
  }

  /// The breaker of a target, always the same one for the same target and configuration.
  ///
  /// @param target `provider/model`; `provider/*` where it passes names on, which have a circuit
  ///   each once they have answered
  /// @param operations what it can be asked; the same for all targets of that name
  public synchronized Breaker of(
      String target, Collection<Operation> operations, BreakerConfig config) {
    return breakers.computeIfAbsent(
        new Key(target, config), _ -> new Breaker(circuits(target, operations, config)));
  }

  /// What may be seen of them, by target and operation.
  public synchronized List<Readout> readouts() {
    return List.copyOf(readouts.values());
  }

  private Map<Operation, Circuit> circuits(
      String target, Collection<Operation> operations, BreakerConfig config) {
    var circuits = new EnumMap<Operation, Circuit>(Operation.class);
    operations.forEach(operation -> circuits.put(operation, circuit(target, operation, config)));
    return circuits;
  }

  private Circuit circuit(String target, Operation operation, BreakerConfig config) {
    Readout readout =
        readouts.computeIfAbsent(new Place(target, operation), _ -> new Readout(target, operation));
    return target.endsWith(PASSES_ON)
        ? new ModelCircuits(readout, (journal, at) -> circuit(target, config, journal, at), now)
        : circuit(target, config, readout.journal(), now);
  }

  private Circuit circuit(String target, BreakerConfig config, Journal journal, long at) {
    return config.classic()
        ? new ClassicCircuit(config, around.pauses(), journal)
        : new GradedCircuit(config, around, journal, target, at);
  }
}
