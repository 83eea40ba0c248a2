package dev.sluice.server.view;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Latest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The last calls that had to wait: what was predicted, and how it went. Safe for any thread;
/// adding takes no lock.
public final class RecentWaits implements Observer {
  private static final int KEPT = 256;

  private final Clock clock;
  private final Latest<Entry> entries = new Latest<>(KEPT);

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
    entries.add(
        new Entry(
            call.hints().band(),
            call.hints().tenant(),
            wait.predicted().toNanos(),
            wait.waited().toNanos(),
            wait.refused().isEmpty(),
            clock.nanos()));
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
    return entries.newestFirst();
  }
}
