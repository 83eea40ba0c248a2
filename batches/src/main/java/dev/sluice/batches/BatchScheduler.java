package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.call.runtime.Bugs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Takes the batches that have not ended and that nobody works on, each to a [BatchRunner]: the
/// team next of whose batches the fewest run here, of its batches the oldest. A thread of its own.
final class BatchScheduler implements AutoCloseable {
  /// So many batches run at a time.
  static final int MOST_RUNNING = 32;

  private static final int MOST_SEEN = 10_000;
  private static final Duration LOOK_EACH = Duration.ofSeconds(2);
  private static final Duration KEEP_EACH = Duration.ofSeconds(5);
  private static final Duration SWEEP_EACH = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final BatchWork work;
  private final WakeUp wakeUp = new WakeUp();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-batches").unstarted(this::run);

  /// Until when batches are left alone whose work has ended by itself, as a bug ends it.
  private final Map<String, Long> troubled = new ConcurrentHashMap<>();

  private volatile Map<BatchState, Long> states = Map.of();
  private volatile boolean stopped;
  private long kept;
  private long swept;
  private boolean looked;

  private record Running(String team, BatchRunner runner, Thread thread) {}

  BatchScheduler(BatchWork work) {
    this.work = work;
  }

  void start() {
    thread.start();
  }

  /// Looks for batches at once.
  void wake() {
    wakeUp.wake();
  }

  /// Lets a batch end that runs here.
  void cancel(String id) {
    Running one = running.get(id);
    if (one != null) {
      one.runner().cancel();
    }
  }

  /// Ends what runs here for keys that were revoked with their calls under way.
  void cut(Set<String> keys) {
    running.values().stream()
        .map(Running::runner)
        .filter(one -> one.isOf(keys))
        .forEach(BatchRunner::cut);
  }

  Map<BatchState, Long> states() {
    return states;
  }

  long paused(Pause why) {
    return running.values().stream().filter(one -> one.runner().pause() == why).count();
  }

  private void run() {
    try {
      while (!stopped) {
        look();
        wakeUp.await(LOOK_EACH.toNanos(), work.clock()::nanos);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      keepLeases();
      sweep();
      states = work.rows().read(BatchTable::states);
      takeSome(work.rows().read(sql -> BatchTable.open(sql, MOST_SEEN)));
    } catch (StoreException away) {
      // Leases run out by themselves, and the next look may find the store.
    } catch (RuntimeException bug) {
      Bugs.report("a bug keeps batches from being looked for", bug);
    }
  }

  private void keepLeases() throws StoreException, InterruptedException {
    long now = work.clock().nanos();
    if (now - kept >= KEEP_EACH.toNanos()) {
      kept = now;
      Map<String, Ownership> held =
          running.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, one -> one.getValue().runner().ownership()));
      work.owners().keep(held);
    }
  }

  private void sweep() throws StoreException, InterruptedException {
    long now = work.clock().nanos();
    if (!looked || now - swept >= SWEEP_EACH.toNanos()) {
      looked = true;
      swept = now;
      work.sweep();
    }
  }

  private void takeSome(List<BatchTable.Open> open) throws StoreException, InterruptedException {
    var left = new ArrayList<>(open);
    long now = work.clock().nanos();
    troubled.values().removeIf(until -> now - until >= 0);
    left.removeIf(one -> running.containsKey(one.id()) || troubled.containsKey(one.id()));
    while (!stopped && !left.isEmpty() && running.size() < MOST_RUNNING) {
      BatchTable.Open next = next(left);
      boolean _ = left.remove(next);
      Optional<Taken> taken = work.owners().take(next);
      taken.ifPresent(this::begin);
    }
  }

  private BatchTable.Open next(List<BatchTable.Open> left) {
    Map<String, Integer> ofTeams = new HashMap<>();
    running.values().forEach(one -> ofTeams.merge(one.team(), 1, Integer::sum));
    return left.stream()
        .min(Comparator.comparing(one -> ofTeams.getOrDefault(one.team(), 0)))
        .orElseThrow();
  }

  private void begin(Taken taken) {
    String id = taken.batch().id();
    var runner = new BatchRunner(work, taken, () -> ended(id));
    Thread on = Thread.ofVirtual().name(id).unstarted(runner);
    running.put(id, new Running(taken.batch().order().team(), runner, on));
    on.start();
    if (stopped) {
      runner.stop();
    }
  }

  private void ended(String id) {
    troubled.put(id, work.clock().nanos() + AGAIN.toNanos());
    Running _ = running.remove(id);
    wake();
  }

  /// Takes no more batches, and lets those that run call no more lines.
  void stop() {
    stopped = true;
    wake();
    running.values().forEach(one -> one.runner().stop());
  }

  @Override
  public void close() {
    stop();
    try {
      if (thread.isAlive()) {
        boolean _ = thread.join(PATIENCE);
      }
      List<String> ids = List.copyOf(running.keySet());
      for (Running one : List.copyOf(running.values())) {
        if (!one.thread().join(PATIENCE)) {
          one.thread().interrupt();
          boolean _ = one.thread().join(PATIENCE);
        }
      }
      release(ids);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets other processes have what this one had, at once.
  private void release(List<String> ids) throws InterruptedException {
    try {
      var _ =
          work.rows()
              .write(
                  sql -> {
                    work.owners().release(sql, ids, false);
                    return true;
                  });
    } catch (StoreException away) {
      // Their leases run out.
    }
  }
}
