package dev.sluice.internal.breaker;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.state.TransitionLog;
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

  private final BreakerContext context;
  private final long now;

  // Guarded by this.
  private final Map<Key, Breaker> breakers = new HashMap<>();
  private final Map<CircuitKey, BreakerStats> readouts = new LinkedHashMap<>();

  private record Key(String target, BreakerConfig config) {}

  private record CircuitKey(String target, Operation operation) {}

  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Breakers(BreakerContext context, long now) {
    this.context = context;
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

  /// The statistics of all circuits, by target and operation.
  public synchronized List<BreakerStats> readouts() {
    return List.copyOf(readouts.values());
  }

  private Map<Operation, Circuit> circuits(
      String target, Collection<Operation> operations, BreakerConfig config) {
    var circuits = new EnumMap<Operation, Circuit>(Operation.class);
    operations.forEach(operation -> circuits.put(operation, circuit(target, operation, config)));
    return circuits;
  }

  private Circuit circuit(String target, Operation operation, BreakerConfig config) {
    BreakerStats stats =
        readouts.computeIfAbsent(
            new CircuitKey(target, operation), _ -> new BreakerStats(target, operation));
    return target.endsWith(PASSES_ON)
        ? new ModelCircuits(stats, (log, at) -> circuit(target, config, log, at), now)
        : circuit(target, config, stats.journal(), now);
  }

  private Circuit circuit(String target, BreakerConfig config, TransitionLog log, long at) {
    return config.classic()
        ? new ClassicCircuit(config, context.pauses(), log)
        : new GradedCircuit(config, context, log, target, at);
  }
}
