package dev.sluice.internal.breaker;

import dev.sluice.call.Notice;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The breakers of a gateway: one for each target and each way to treat it. Safe for any thread.
public final class Breakers {
  /// The end of the name of a target that passes on the names that calls have.
  private static final String PASSES_ON = "/*";

  private final BreakerContext context;
  private final Consumer<Notice> notices;
  private final long now;

  // Guarded by this.
  private final Map<Key, Made> breakers = new LinkedHashMap<>();

  /// The breakers of the previous generation, which go on where they are asked for.
  private final Map<Key, Made> before;

  private record Key(String target, BreakerConfig config) {
    String provider() {
      return target.substring(0, target.indexOf('/'));
    }
  }

  private record CircuitKey(String target, Operation operation) {}

  private record Made(Breaker breaker, List<BreakerCounts> stats) {
    boolean isOpen() {
      return stats.stream().anyMatch(of -> of.state() == State.OPEN);
    }
  }

  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Breakers(BreakerContext context, long now) {
    this(context, _ -> {}, now);
  }

  /// @param notices told under admission's lock of circuits that open and close: takes no lock
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Breakers(BreakerContext context, Consumer<Notice> notices, long now) {
    this(context, notices, now, Map.of());
  }

  private Breakers(
      BreakerContext context, Consumer<Notice> notices, long now, Map<Key, Made> before) {
    this.context = context;
    this.notices = notices;
    this.now = now;
    this.before = before;
  }

  /// Returns the breakers of the next generation: where target and configuration are the same, the
  /// same breaker.
  ///
  /// @param goesOn whether a target is still the same one
  public synchronized Breakers next(BreakerContext context, Predicate<String> goesOn, long now) {
    Map<Key, Made> carried = new HashMap<>(breakers);
    carried.keySet().removeIf(key -> !goesOn.test(key.target()));
    return new Breakers(context, notices, now, carried);
  }

  /// Returns the breaker of a target, always the same one for the same target and configuration.
  ///
  /// @param target `provider/model`; `provider/*` where it passes names on, which have a circuit
  ///   each once they have answered
  /// @param operations the operations that the target can be asked for; the same for all targets of
  ///   that name
  public synchronized Breaker of(
      String target, Collection<Operation> operations, BreakerConfig config) {
    var key = new Key(target, config);
    Made known = breakers.get(key);
    if (known == null) {
      Made carried = before.get(key);
      known = carried == null ? made(key, operations) : carried;
      breakers.put(key, known);
    }
    return known.breaker();
  }

  /// Returns the statistics of all circuits, by target and operation.
  public synchronized List<BreakerStats> readouts() {
    Map<CircuitKey, List<BreakerCounts>> byCircuit = new LinkedHashMap<>();
    breakers.values().stream()
        .flatMap(made -> made.stats().stream())
        .forEach(
            stats ->
                byCircuit
                    .computeIfAbsent(
                        new CircuitKey(stats.target(), stats.operation()), _ -> new ArrayList<>())
                    .add(stats));
    return byCircuit.values().stream().<BreakerStats>map(BreakerCounts::together).toList();
  }

  /// Whether any breaker is tried by lists of models where no call comes.
  public synchronized boolean useLists() {
    return breakers.values().stream().anyMatch(made -> made.breaker().usesLists());
  }

  /// Returns the breakers that lists of models may try and that have an open circuit, by the names
  /// of their providers.
  public synchronized Map<String, List<Breaker>> open() {
    Map<String, List<Breaker>> open = new HashMap<>();
    breakers.forEach(
        (key, made) -> {
          if (made.breaker().usesLists() && made.isOpen()) {
            open.computeIfAbsent(key.provider(), _ -> new ArrayList<>()).add(made.breaker());
          }
        });
    return open;
  }

  private Made made(Key key, Collection<Operation> operations) {
    var circuits = new EnumMap<Operation, Circuit>(Operation.class);
    var all = new ArrayList<BreakerCounts>();
    for (Operation operation : operations) {
      var stats = new BreakerCounts(key.target(), operation, notices);
      circuits.put(operation, circuit(key.target(), stats, key.config()));
      all.add(stats);
    }
    Set<Operation> probed = probed(key, operations);
    return new Made(new Breaker(circuits, listed(key, operations, probed), probed), all);
  }

  private static Set<Operation> listed(
      Key key, Collection<Operation> operations, Set<Operation> probed) {
    if (key.config().probe() == BreakerConfig.Probe.OFF) {
      return Set.of();
    }
    var listed = new HashSet<>(operations);
    listed.removeAll(probed);
    return listed;
  }

  /// Returns the operations that the gateway asks of a target by itself: none where the target has
  /// no model but what calls name.
  private static Set<Operation> probed(Key key, Collection<Operation> operations) {
    boolean asks =
        key.config().probe() == BreakerConfig.Probe.CALL && !key.target().endsWith(PASSES_ON);
    return asks
        ? operations.stream().filter(Breakers::canBeShort).collect(Collectors.toSet())
        : Set.of();
  }

  /// Whether a model works for the operation, and no longer than it is asked to: a compaction is as
  /// long as the conversation that it is made of, pictures and sound are dear or needed, and what a
  /// path of a provider's own does nobody here knows.
  private static boolean canBeShort(Operation operation) {
    boolean media = operation.makesMedia() || operation.hears();
    return switch (operation) {
      case COMPACT, PASS_THROUGH -> false;
      default -> operation.asksModel() && !media;
    };
  }

  private Circuit circuit(String target, BreakerCounts stats, BreakerConfig config) {
    if (target.endsWith(PASSES_ON)) {
      return new ModelCircuits(stats, (log, at) -> circuit(target, config, log, at), now);
    }
    GradedCircuit circuit = circuit(target, config, stats.journal(), now);
    circuit.join(context.joining(), stats.operation());
    return circuit;
  }

  private GradedCircuit circuit(String target, BreakerConfig config, TransitionLog log, long at) {
    return new GradedCircuit(config, context, log, target, at);
  }
}
