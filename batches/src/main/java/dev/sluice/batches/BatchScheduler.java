package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.RunningBatches.Running;
import dev.sluice.call.runtime.Bugs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Takes the batches that have not ended and that nobody works on, each to a [BatchRunner]: the
/// team next of whose batches the fewest run here, of its batches the oldest. Where all places are
/// taken, one is left for the next batch ([BatchSlots]). What providers run has no place, and is
/// visited when there is something to do ([Visits]). A thread of its own.
final class BatchScheduler implements AutoCloseable {
  /// So many batches run at a time.
  static final int MOST_RUNNING = 32;

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
  private final RunningBatches running = new RunningBatches();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-batches").unstarted(this::run);

  /// Batches that ran here and may go on.
  private final Map<String, Rest> rests = new ConcurrentHashMap<>();

  private final DelegatedBatches delegated = new DelegatedBatches();

  /// Those that leave their places.
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  private final LeaseKeeper leases;
  private volatile Map<BatchState, Long> states = Map.of();
  private volatile boolean stopped;
  private long swept;
  private boolean looked;

  /// When visits were made last, in nanoseconds.
  private long visited;

  /// @param until when the batch is left alone
  /// @param epoch in which it ran
  /// @param windowEnd when its window ends, in nanoseconds
  private record Rest(long until, long epoch, long windowEnd) {
    private Rest due(long now) {
      return new Rest(now, epoch, windowEnd);
    }
  }

  BatchScheduler(BatchWork work) {
    this.work = work;
    this.leases = new LeaseKeeper(work, this::held);
    this.visited = work.clock().nanos();
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
    var _ = rests.computeIfPresent(id, (_, rest) -> rest.due(now));
    delegated.makeDue(id, now);
    wake();
  }

  /// Ends what runs here for keys that were revoked with their calls under way.
  void cut(Set<String> keys) {
    running.runners().stream().filter(one -> one.isOf(keys)).forEach(BatchRunner::cut);
    delegated.makeDue(keys, work.clock().nanos());
    wake();
  }

  Map<BatchState, Long> states() {
    return states;
  }

  long paused(PauseReason why) {
    var ids = new HashSet<>(running.ids());
    ids.addAll(delegated.ids());
    return ids.stream().filter(id -> pause(id) == why).count();
  }

  PauseReason pause(String id) {
    Running one = running.get(id);
    DelegatedBatches.Delegated there = delegated.get(id);
    PauseReason left = there == null ? PauseReason.NONE : there.pause();
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
    long next = delegated.next(visited, work.clock().nanos()).orElse(Long.MAX_VALUE);
    return Math.clamp(next, SOONEST, LOOK_EACH.toNanos());
  }

  private void look() throws InterruptedException {
    try {
      sweep();
      states = work.rows().read(BatchTable::states);
      if (!delegated.isEmpty()) {
        delegated.makeDueOnce(work.rows().read(BatchTable::cancelling), work.clock().nanos());
      }
      takeSome(work.rows().read(sql -> work.owners().free(sql, BatchTable.open(sql, MOST_SEEN))));
    } catch (StoreException away) {
      // Leases run out by themselves, and the next look may find the store.
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug keeps batches from being looked for", bug);
    }
  }

  private Map<String, Ownership> held() {
    Map<String, Ownership> held = new HashMap<>();
    delegated.addTo(held);
    running.addTo(held);
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
    delegated.ids().stream().filter(id -> !ids.contains(id)).forEach(this::forget);
    visit(ids);
    var left = new ArrayList<>(open);
    long now = work.clock().nanos();
    left.removeIf(
        one -> running.has(one.id()) || delegated.has(one.id()) || isResting(one.id(), now));
    while (!stopped && !left.isEmpty() && running.holders().size() < MOST_RUNNING) {
      BatchTable.Open next = next(left);
      boolean _ = left.remove(next);
      Optional<Taken> taken = work.owners().take(sinceBefore(next));
      taken.ifPresent(one -> begin(one, ""));
    }
    if (!left.isEmpty()) {
      leaveFor(left);
    }
  }

  /// Begins again to work on batches that providers run, where there is something to do.
  private void visit(Set<String> open) throws StoreException, InterruptedException {
    Optional<Visits.Visit> next = nextVisit(open);
    while (!stopped && next.isPresent()) {
      Visits.Visit one = next.get();
      DelegatedBatches.Delegated there = Objects.requireNonNull(delegated.get(one.id()));
      Optional<Taken> taken = work.owners().again(one.id(), there.ownership());
      taken.ifPresentOrElse(batch -> begin(batch, one.provider()), () -> forget(one.id()));
      next = nextVisit(open);
    }
  }

  private Optional<Visits.Visit> nextVisit(Set<String> open) {
    visited = work.clock().nanos();
    var ids = new HashSet<>(open);
    ids.removeAll(running.ids());
    return Visits.next(running.visits(), delegated.due(ids, visited), visited);
  }

  /// A batch is another process's, or has ended.
  private void forget(String id) {
    delegated.remove(id);
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
    leaving.retainAll(running.ids());
    if (leaving.size() < Math.min(MOST_LEAVING, waiting.size())) {
      BatchSlots.leaving(staying(), next(waiting).team(), work.clock().nanos())
          .ifPresent(one -> leave(one.id()));
    }
  }

  private List<BatchSlots.Holder> staying() {
    return running.holders().stream().filter(one -> !leaving.contains(one.id())).toList();
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
    running.holders().forEach(one -> ofTeams.merge(one.team(), 1, Integer::sum));
    return left.stream()
        .min(Comparator.comparing(one -> ofTeams.getOrDefault(one.team(), 0)))
        .orElseThrow();
  }

  /// @param provider the one that is visited; empty for a batch that takes a place
  private void begin(Taken taken, String provider) {
    String id = taken.batch().id();
    boolean visit = !provider.isEmpty();
    var runner = new BatchRunner(work, taken, visit, windowEnd(taken), () -> ended(id));
    Thread on = Thread.ofVirtual().name(id).unstarted(runner);
    String team = taken.batch().order().team();
    running.add(id, new Running(team, provider, runner, on, work.clock().nanos()));
    delegated.remove(id);
    on.start();
    if (stopped) {
      runner.stop();
    }
  }

  /// When the window of a batch ends. The wall clock is asked for that once in this process,
  /// however often the work on the batch is begun: a jump of it ends no batch.
  private long windowEnd(Taken taken) {
    Rest before = rests.get(taken.batch().id());
    return before == null ? work.expires(taken.batch()) : before.windowEnd();
  }

  private void ended(String id) {
    Running one = running.get(id);
    if (one != null) {
      rest(id, one);
      running.remove(id, one);
    }
    wake();
  }

  private void rest(String id, Running one) {
    BatchRunner runner = one.runner();
    Ownership ownership = runner.ownership();
    OptionalLong until = runner.waitsUntil();
    if (until.isPresent()) {
      delegated.add(
          id,
          new DelegatedBatches.Delegated(
              runner.key(),
              one.team(),
              runner.provider(),
              ownership,
              until.getAsLong(),
              runner.pause()));
    }
    long now = work.clock().nanos();
    if (runner.isCancelled()) {
      delegated.makeDue(id, now);
    }
    long again = until.orElse(runner.needsPlace() ? now : now + AGAIN.toNanos());
    rests.put(id, new Rest(again, ownership.epoch(), runner.windowEnd()));
  }

  /// Takes no more batches, and lets those that run call no more lines.
  void stop() {
    stopped = true;
    wake();
    running.runners().forEach(BatchRunner::stop);
  }

  @Override
  public void close() {
    stop();
    try {
      if (thread.isAlive()) {
        boolean _ = thread.join(PATIENCE);
      }
      var ids = new ArrayList<>(running.ids());
      ids.addAll(delegated.ids());
      running.awaitEnds(PATIENCE, work.clock()::nanos);
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
