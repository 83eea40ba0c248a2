package dev.sluice.lab.nodes;

import dev.sluice.cluster.link.Script;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of what Redis holds for clusters, and of the scripts that it runs. A test plays random
/// questions to it and to a real one.
final class ModelRedis {
  private final Map<String, ModelQuota> quotas = new HashMap<>();
  private final Map<String, ModelMembers> members = new HashMap<>();
  private final Map<String, ModelSlots> slots = new HashMap<>();
  private final Map<String, ModelFacts> facts = new HashMap<>();
  private final String runId;

  /// An answer, and what is published with it.
  ///
  /// @param channel of what is published
  record Told(List<String> values, Optional<String> published, String channel) {
    private static Told only(List<String> values) {
      return new Told(values, Optional.empty(), "");
    }
  }

  /// @param runId tells this process of Redis from others
  ModelRedis(String runId) {
    this.runId = runId;
  }

  /// Returns a copy, as a replica has one or a file from which another process starts.
  ModelRedis copy(String otherRunId) {
    var copy = new ModelRedis(otherRunId);
    quotas.forEach((key, of) -> copy.quotas.put(key, of.copy()));
    members.forEach((key, of) -> copy.members.put(key, of.copy()));
    slots.forEach((key, of) -> copy.slots.put(key, of.copy()));
    facts.forEach((key, of) -> copy.facts.put(key, of.copy()));
    return copy;
  }

  void flush() {
    quotas.clear();
    members.clear();
    slots.clear();
    facts.clear();
  }

  /// Runs a script.
  ///
  /// @param time the time of this Redis, in microseconds: what its scripts see if a question brings
  ///   none
  Told run(Script script, List<String> keys, List<String> args, double time) {
    double now = args.getFirst().isEmpty() ? time : Double.parseDouble(args.getFirst());
    String key = keys.getFirst();
    return switch (script) {
      case LEASE ->
          Told.only(
              quotas.computeIfAbsent(key, _ -> new ModelQuota()).lease(args, now, time, runId));
      case SLOTS ->
          Told.only(slots.computeIfAbsent(key, _ -> new ModelSlots()).share(args, now, runId));
      case BEAT -> {
        ModelMembers of = members.computeIfAbsent(key, _ -> new ModelMembers());
        yield Told.only(of.beat(args, now, factsOf(keys.getLast()).revision()));
      }
      case FACT -> {
        String line = factsOf(keys.getLast()).fact(args, now);
        yield line.isEmpty()
            ? Told.only(List.of("0"))
            : new Told(List.of("1", ""), Optional.of(line), args.get(1));
      }
      case FACTS -> Told.only(factsOf(keys.getLast()).facts(now));
      case REACH -> Told.only(List.of("1"));
      case PROBE -> throw new IllegalArgumentException("no gateway that is played probes");
    };
  }

  /// Returns the facts that belong to a state: the state has their revision.
  private ModelFacts factsOf(String state) {
    return facts.computeIfAbsent(state, _ -> new ModelFacts());
  }
}
