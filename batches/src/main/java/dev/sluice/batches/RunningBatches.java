package dev.sluice.batches;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The batches that this process works on: those that have places, and those that are visited at
/// their providers. Safe for any thread.
final class RunningBatches {
  private final Map<String, Running> all = new ConcurrentHashMap<>();

  /// A batch that is worked on.
  ///
  /// @param provider the one that is visited; empty for a batch that has a place
  /// @param since in nanoseconds
  record Running(String team, String provider, BatchRunner runner, Thread thread, long since) {
    private boolean hasPlace() {
      return provider.isEmpty();
    }
  }

  void add(String id, Running one) {
    all.put(id, one);
  }

  void remove(String id, Running one) {
    boolean _ = all.remove(id, one);
  }

  @Nullable Running get(String id) {
    return all.get(id);
  }

  boolean has(String id) {
    return all.containsKey(id);
  }

  /// The names of all of them.
  Set<String> ids() {
    return Set.copyOf(all.keySet());
  }

  /// The work on all of them.
  Collection<BatchRunner> runners() {
    return all.values().stream().map(Running::runner).toList();
  }

  /// Those that have places.
  List<BatchSlots.Holder> holders() {
    return all.entrySet().stream()
        .filter(one -> one.getValue().hasPlace())
        .map(one -> holder(one.getKey(), one.getValue()))
        .toList();
  }

  private static BatchSlots.Holder holder(String id, Running one) {
    return new BatchSlots.Holder(id, one.team(), one.runner().pause(), one.since());
  }

  /// Those that are visited.
  List<Visits.Visit> visits() {
    return all.entrySet().stream()
        .filter(one -> !one.getValue().hasPlace())
        .map(one -> visit(one.getKey(), one.getValue()))
        .toList();
  }

  private static Visits.Visit visit(String id, Running one) {
    return new Visits.Visit(id, one.team(), one.provider(), one.since());
  }

  /// Adds who owns them.
  void addTo(Map<String, Ownership> held) {
    all.forEach((id, one) -> held.put(id, one.runner().ownership()));
  }

  /// Waits for the end of all of them together, and interrupts what waits for a provider then.
  ///
  /// @param clock only goes forward, in nanoseconds
  void awaitEnds(Duration patience, LongSupplier clock) throws InterruptedException {
    List<Thread> threads = all.values().stream().map(Running::thread).toList();
    join(threads, clock.getAsLong() + patience.toNanos(), clock);
    threads.forEach(Thread::interrupt);
    join(threads, clock.getAsLong() + patience.toNanos(), clock);
  }

  private static void join(List<Thread> threads, long until, LongSupplier clock)
      throws InterruptedException {
    for (Thread one : threads) {
      long left = Math.max(1, until - clock.getAsLong());
      boolean _ = one.join(Duration.ofNanos(left));
    }
  }
}
