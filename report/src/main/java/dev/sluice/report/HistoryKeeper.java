package dev.sluice.report;

import dev.sluice.accounts.Accounts;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.report.heartbeat.Heartbeats;
import dev.sluice.report.heartbeat.PinnedThreads;
import dev.sluice.report.history.History;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A history and what it is fed by beside calls: a timer that closes its slots, the heartbeats of
/// the loops, and pinned threads where they are asked for. Safe for any thread.
public final class HistoryKeeper implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(5);

  /// How many times slower than calls are to be on average a call is kept as slow.
  private static final int SLOW = 5;

  /// The ends of the names of threads that work for a call beside its own, the outermost first.
  private static final List<String> BESIDE = List.of("-race", "-batch", "-shared");

  private final Clock clock;
  private final History history;
  private final Optional<StoredHistory> stored;

  // Guarded by this.
  private @Nullable Heartbeats heartbeats;
  private Optional<PinnedThreads> pinned = Optional.empty();
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// @param aims which calls are slow
  /// @param accounts the store that keeps minutes, where there is one
  public HistoryKeeper(ReportConfig aims, Optional<Accounts> accounts, Clock clock) {
    this.clock = clock;
    this.history = new History(slow(aims), clock.nanos());
    this.stored =
        accounts.map(store -> new StoredHistory(history, store, clock, System::currentTimeMillis));
  }

  /// The counts in memory and in the store.
  public Windows windows() {
    return new Windows(history, stored);
  }

  /// The history, to which a gateway's observer adds.
  public History history() {
    return history;
  }

  /// Starts, once the loops run. To be closed before they are.
  ///
  /// @param pinning whether pinned threads are looked for, too
  public synchronized void start(Collection<? extends Loop> loops, boolean pinning) {
    var beats = new Heartbeats(loops, clock);
    heartbeats = beats;
    history.watch(beats::stoodStill);
    if (pinning) {
      pinned = Optional.of(new PinnedThreads(name -> history.pinned(call(name))));
    }
    again(loops.iterator().next());
  }

  /// Goes by other aims from now on.
  public void use(ReportConfig aims) {
    history.slow(slow(aims));
  }

  private static Duration slow(ReportConfig aims) {
    return aims.latency().multipliedBy(SLOW);
  }

  /// A race is its call's; a shared call is that of the one that began it.
  private static String call(String thread) {
    String name = thread;
    for (String end : BESIDE) {
      name = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }
    return name;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
    if (heartbeats != null) {
      heartbeats.close();
    }
    pinned.ifPresent(PinnedThreads::close);
    stored.ifPresent(StoredHistory::end);
  }

  /// Closes the slots that are over. Called on the loop; the work is done on a virtual thread,
  /// since it takes a lock.
  private void tick(Loop loop) {
    var _ = loop.start("history", this::tick);
    again(loop);
  }

  private void tick() {
    history.tick(clock.nanos());
    stored.ifPresent(StoredHistory::flush);
  }

  private synchronized void again(Loop loop) {
    if (!closed) {
      next = loop.schedule(TICK, () -> tick(loop));
    }
  }
}
