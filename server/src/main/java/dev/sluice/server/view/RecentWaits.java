package dev.sluice.server.view;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last calls that had to wait: what was predicted, and how it went. Safe for any thread;
/// adding takes no lock.
public final class RecentWaits implements Observer {
  private static final int KEPT = 256;

  private final Clock clock;
  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong added = new AtomicLong();

  /// One call that had to wait.
  ///
  /// @param predicted the forecast on arrival, in nanoseconds
  /// @param waited how long it has waited, in nanoseconds
  /// @param granted whether it was granted in the end
  /// @param at when that was decided, on [Clock#nanos]
  record Entry(Band band, String tenant, long predicted, long waited, boolean granted, long at) {}

  public RecentWaits(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    var entry =
        new Entry(
            call.hints().band(),
            call.hints().tenant(),
            wait.predicted().toNanos(),
            wait.waited().toNanos(),
            wait.refused().isEmpty(),
            clock.nanos());
    entries.set((int) (added.getAndIncrement() % KEPT), entry);
  }

  /// The median error of the forecasts for calls that were granted in the end; empty where there
  /// are none.
  public Optional<Duration> forecastError() {
    long[] errors =
        newestFirst().stream()
            .filter(Entry::granted)
            .mapToLong(entry -> Math.abs(entry.predicted() - entry.waited()))
            .sorted()
            .toArray();
    return errors.length == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(errors[errors.length / 2]));
  }

  /// The waits, the newest first.
  List<Entry> newestFirst() {
    long last = added.get();
    var found = new ArrayList<Entry>();
    for (long number = last - 1; number >= Math.max(0, last - KEPT); number--) {
      Entry entry = entries.get((int) (number % KEPT));
      if (entry != null) {
        found.add(entry);
      }
    }
    return found;
  }
}
