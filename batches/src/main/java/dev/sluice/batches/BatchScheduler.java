package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.call.runtime.Bugs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Takes the batches that have not ended and that nobody works on, each to a [BatchRunner]: the
/// team next of whose batches the fewest run here, of its batches the oldest. Where all places are
/// taken, one is left for the next batch ([Places]). A thread of its own.
final class BatchScheduler implements AutoCloseable {
  /// So many batches run at a time.
  static final int MOST_RUNNING = 32;

  /// So many more look after what providers run, which takes seconds.
  private static final int MOST_VISITS = 8;

  /// So many batches leave their places at a time.
  private static final int MOST_LEAVING = 4;

  private static final int MOST_SEEN = 10_000;
  private static final Duration LOOK_EACH = Duration.ofSeconds(2);
  private static final long SOONEST = Duration.ofMillis(100).toNanos();
  private static final Duration SWEEP_EACH = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final BatchWork work;
  private final WakeUp wakeUp = new WakeUp();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-batches").unstarted(this::run);

  /// Batches that ran here and may go on.
  private final Map<String, Rest> rests = new ConcurrentHashMap<>();

  /// Batches of this process that providers run: they have no place.
  private final Map<String, Away> away = new ConcurrentHashMap<>();

  /// Those that leave their places.
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  /// The cancelled batches that were looked after for that.
  private final Set<String> hurried = new HashSet<>();

  private final LeaseKeeper leases;
  private volatile Map<BatchState, Long> states = Map.of();
  private volatile boolean stopped;
  private long swept;
  private boolean looked;

  private record Running(String team, BatchRunner runner, Thread thread, long since) {}

  /// A batch that a provider runs.
  ///
  /// @param key whose calls its lines are
  /// @param until when there is nothing to do for it
  /// @param pause why the provider has none of its lines
  private record Away(String key, Ownership ownership, long until, Pause pause) {
    Away due(long now) {
      return new Away(key, ownership, now, pause);
    }
  }

  /// @param until when the batch is left alone
  /// @param epoch in which it ran
  private record Rest(long until, long epoch) {}

  BatchScheduler(BatchWork work) {
    this.work = work;
    this.leases = new LeaseKeeper(work, this::held);
  }

  void start() {
    thread.start();
    leases.start();
  }

  /// Looks for batches at once.
  void wake() {
    wakeUp.wake();
  }

  /// Lets a batch end that runs here, or ran.
  void cancel(String id) {
    Running one = running.get(id);
    if (one != null) {
      one.runner().cancel();
    }
    long now = work.clock().nanos();
    var _ = rests.computeIfPresent(id, (_, rest) -> new Rest(now, rest.epoch()));
    hurry(id);
    wake();
  }

  /// Ends what runs here for keys that were revoked with their calls under way.
  void cut(Set<String> keys) {
    running.values().stream()
        .map(Running::runner)
        .filter(one -> one.isOf(keys))
        .forEach(BatchRunner::cut);
    long now = work.clock().nanos();
    away.replaceAll((_, one) -> keys.contains(one.key()) ? one.due(now) : one);
    wake();
  }

  Map<BatchState, Long> states() {
    return states;
  }

  long paused(Pause why) {
    var ids = new HashSet<>(running.keySet());
    ids.addAll(away.keySet());
    return ids.stream().filter(id -> pause(id) == why).count();
  }

  Pause pause(String id) {
    Running one = running.get(id);
    Away there = away.get(id);
    Pause left = there == null ? Pause.NONE : there.pause();
    return one == null ? left : one.runner().pause();
  }

  private void run() {
    try {
      while (!stopped) {
        look();
        wakeUp.await(untilNextLook(), work.clock()::nanos);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private long untilNextLook() {
    long now = work.clock().nanos();
    long next = away.values().stream().mapToLong(one -> one.until() - now).min().orElse(SOONEST);
    return away.isEmpty() ? LOOK_EACH.toNanos() : Math.clamp(next, SOONEST, LOOK_EACH.toNanos());
  }

  private void look() throws InterruptedException {
    try {
      sweep();
      states = work.rows().read(BatchTable::states);
      if (!away.isEmpty()) {
        hurryOnce(work.rows().read(BatchTable::cancelling));
      }
      takeSome(work.rows().read(sql -> work.owners().free(sql, BatchTable.open(sql, MOST_SEEN))));
    } catch (StoreException away) {
      // Leases run out by themselves, and the next look may find the store.
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug keeps batches from being looked for", bug);
    }
  }

  /// Looks after batches that were cancelled, maybe at another process: once each, since what they
  /// wait for then is their provider.
  private void hurryOnce(List<String> cancelling) {
    hurried.retainAll(cancelling);
    cancelling.stream().filter(id -> away.containsKey(id) && hurried.add(id)).forEach(this::hurry);
  }

  /// Looks after a batch that was cancelled.
  private void hurry(String id) {
    long now = work.clock().nanos();
    var _ = away.computeIfPresent(id, (_, one) -> one.due(now));
  }

  private Map<String, Ownership> held() {
    Map<String, Ownership> held = new HashMap<>();
    away.forEach((id, one) -> held.put(id, one.ownership()));
    running.forEach((id, one) -> held.put(id, one.runner().ownership()));
    return held;
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
    Set<String> ids = open.stream().map(BatchTable.Open::id).collect(Collectors.toSet());
    rests.keySet().retainAll(ids);
    away.keySet().stream().filter(id -> !ids.contains(id)).forEach(this::forget);
    visit(open);
    var left = new ArrayList<>(open);
    long now = work.clock().nanos();
    left.removeIf(
        one ->
            running.containsKey(one.id())
                || away.containsKey(one.id())
                || isResting(one.id(), now));
    while (!stopped && !left.isEmpty() && running.size() < MOST_RUNNING) {
      BatchTable.Open next = next(left);
      boolean _ = left.remove(next);
      Optional<Taken> taken = work.owners().take(sinceBefore(next));
      taken.ifPresent(this::begin);
    }
    if (!left.isEmpty()) {
      leaveFor(left);
    }
  }

  /// Begins again to work on batches that providers run, where there is something to do.
  private void visit(List<BatchTable.Open> open) throws StoreException, InterruptedException {
    for (BatchTable.Open one : open) {
      Away there = away.get(one.id());
      if (there != null && isDue(there) && !running.containsKey(one.id())) {
        Optional<Taken> taken = work.owners().again(one.id(), there.ownership());
        taken.ifPresentOrElse(this::begin, () -> forget(one.id()));
      }
    }
  }

  private boolean isDue(Away there) {
    boolean room = running.size() < MOST_RUNNING + MOST_VISITS;
    return !stopped && room && work.clock().nanos() - there.until() >= 0;
  }

  /// A batch is another process's, or has ended.
  private void forget(String id) {
    Away _ = away.remove(id);
    work.delegates().release(id);
  }

  private boolean isResting(String id, long now) {
    Rest rest = rests.get(id);
    return rest != null && now - rest.until() < 0;
  }

  /// A batch that goes on here in the epoch in which it ran, whose work has ended: it has one log,
  /// however often it leaves its place.
  private BatchTable.Open sinceBefore(BatchTable.Open one) {
    Rest rest = rests.get(one.id());
    return rest == null ? one : new BatchTable.Open(one.id(), one.team(), rest.epoch() - 1);
  }

  private void leaveFor(List<BatchTable.Open> waiting) {
    leaving.retainAll(running.keySet());
    if (leaving.size() < Math.min(MOST_LEAVING, waiting.size())) {
      Places.leaving(holders(), next(waiting).team(), work.clock().nanos())
          .ifPresent(one -> leave(one.id()));
    }
  }

  private List<Places.Holder> holders() {
    return running.entrySet().stream()
        .filter(one -> !leaving.contains(one.getKey()))
        .map(one -> holder(one.getKey(), one.getValue()))
        .toList();
  }

  private static Places.Holder holder(String id, Running one) {
    return new Places.Holder(id, one.team(), one.runner().pause(), one.since());
  }

  private void leave(String id) {
    Running one = running.get(id);
    if (one != null) {
      boolean _ = leaving.add(id);
      one.runner().stop();
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
    String team = taken.batch().order().team();
    running.put(id, new Running(team, runner, on, work.clock().nanos()));
    Away _ = away.remove(id);
    on.start();
    if (stopped) {
      runner.stop();
    }
  }

  private void ended(String id) {
    Running one = running.get(id);
    if (one != null) {
      rest(id, one.runner());
      boolean _ = running.remove(id, one);
    }
    wake();
  }

  private void rest(String id, BatchRunner runner) {
    Ownership ownership = runner.ownership();
    OptionalLong until = runner.waitsUntil();
    if (until.isPresent()) {
      away.put(id, new Away(runner.key(), ownership, until.getAsLong(), runner.pause()));
    }
    if (runner.isCancelled()) {
      hurry(id);
    }
    long again = until.orElse(work.clock().nanos() + AGAIN.toNanos());
    rests.put(id, new Rest(again, ownership.epoch()));
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
      var ids = new ArrayList<>(running.keySet());
      ids.addAll(away.keySet());
      for (Running one : List.copyOf(running.values())) {
        if (!one.thread().join(PATIENCE)) {
          one.thread().interrupt();
          boolean _ = one.thread().join(PATIENCE);
        }
      }
      leases.stop();
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
