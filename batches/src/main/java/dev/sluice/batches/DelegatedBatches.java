package dev.sluice.batches;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The batches of this process that providers run: they have no place, and are visited when there
/// is something to do for them. Safe for any thread.
final class DelegatedBatches {
  private final Map<String, Delegated> all = new ConcurrentHashMap<>();

  /// The cancelled batches that were looked after for that.
  private final Set<String> madeDue = new HashSet<>();

  /// A batch that a provider runs.
  ///
  /// @param key whose calls its lines are
  /// @param team whose it is
  /// @param provider the one that runs it
  /// @param until when there is nothing to do for it, in nanoseconds
  /// @param pause why the provider has none of its lines
  record Delegated(
      String key,
      String team,
      String provider,
      Ownership ownership,
      long until,
      PauseReason pause) {
    private Delegated due(long now) {
      return new Delegated(key, team, provider, ownership, now, pause);
    }
  }

  void add(String id, Delegated one) {
    all.put(id, one);
  }

  void remove(String id) {
    Delegated _ = all.remove(id);
  }

  boolean has(String id) {
    return all.containsKey(id);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  @Nullable Delegated get(String id) {
    return all.get(id);
  }

  /// The names of all of them.
  Set<String> ids() {
    return Set.copyOf(all.keySet());
  }

  /// How long nothing is to be done for any of them that was not due at a time before: what was is
  /// visited by now, or waits for the end of another visit. Empty where there is none.
  OptionalLong next(long before, long now) {
    return all.values().stream()
        .filter(one -> one.until() - before > 0)
        .mapToLong(one -> one.until() - now)
        .min();
  }

  /// Those among some batches that are due.
  List<Visits.Visit> due(Set<String> ids, long now) {
    return all.entrySet().stream()
        .filter(one -> ids.contains(one.getKey()) && one.getValue().until() - now <= 0)
        .map(one -> visit(one.getKey(), one.getValue()))
        .toList();
  }

  private static Visits.Visit visit(String id, Delegated one) {
    return new Visits.Visit(id, one.team(), one.provider(), one.until());
  }

  /// Looks after a batch that was cancelled.
  void makeDue(String id, long now) {
    var _ = all.computeIfPresent(id, (_, one) -> one.due(now));
  }

  /// Looks after batches that were cancelled, maybe at another process: once each, since what they
  /// wait for then is their provider. For one thread.
  void makeDueOnce(List<String> cancelling, long now) {
    madeDue.retainAll(cancelling);
    cancelling.stream().filter(id -> has(id) && madeDue.add(id)).forEach(id -> makeDue(id, now));
  }

  /// Looks after the batches of some keys.
  void makeDue(Set<String> keys, long now) {
    all.replaceAll((_, one) -> keys.contains(one.key()) ? one.due(now) : one);
  }

  /// Adds who owns them.
  void addTo(Map<String, Ownership> held) {
    all.forEach((id, one) -> held.put(id, one.ownership()));
  }
}
