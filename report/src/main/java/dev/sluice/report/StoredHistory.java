package dev.sluice.report;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.history.History;
import dev.sluice.report.history.Layout;
import dev.sluice.report.history.MinuteCounts;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.minutes.Counts;
import dev.sluice.report.minutes.MinuteArchive;
import dev.sluice.report.minutes.StoredMinute;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The minutes of a history in a store. Those that the store does not take stay in memory, and are
/// handed to it again; after a day without it they are lost. Safe for any thread but a loop.
final class StoredHistory {
  private static final long SECOND = 1_000;

  private final History history;
  private final MinuteArchive archive;
  private final Clock clock;
  private final LongSupplier wall;

  // Guarded by this.
  private long last = Long.MIN_VALUE;
  private boolean writing;

  StoredHistory(History history, Accounts accounts, Clock clock, LongSupplier wall) {
    this.history = history;
    this.archive = new MinuteArchive(accounts, wall.getAsLong());
    this.clock = clock;
    this.wall = wall;
  }

  /// Hands complete minutes to the store, if it is there and has those before. Waits for nothing.
  synchronized void flush() {
    if (writing || !archive.isOpen()) {
      return;
    }
    List<MinuteCounts> minutes = history.minutesBehind(last);
    if (!minutes.isEmpty()) {
      long newest = minutes.getLast().number();
      archive.add(stored(minutes)).ifPresent(written -> await(written, newest));
      var _ = archive.thin(wall.getAsLong());
    }
  }

  private synchronized void await(CompletableFuture<Boolean> written, long newest) {
    writing = true;
    var _ = written.whenComplete((_, why) -> written(why, newest));
  }

  private synchronized void written(@Nullable Throwable why, long newest) {
    writing = false;
    last = why == null ? newest : last;
  }

  /// Hands over what is left, at the end of the process.
  synchronized void end() {
    var _ = archive.add(stored(history.minutesBehind(last)));
    var _ = archive.add(stored(history.unfinished()));
  }

  private List<StoredMinute> stored(List<MinuteCounts> minutes) {
    return minutes.stream().map(this::stored).toList();
  }

  private StoredMinute stored(MinuteCounts minute) {
    SeriesKey key = minute.key();
    long at = wall(minute.begin());
    return new StoredMinute(
        at - Math.floorMod(at, SECOND),
        StoredMinute.MINUTE,
        key.target(),
        key.route(),
        key.band().name().toLowerCase(Locale.ROOT),
        new Counts(Layout.NOW, minute.counts()));
  }

  private long wall(long nanos) {
    return wall.getAsLong() - TimeUnit.NANOSECONDS.toMillis(clock.nanos() - nanos);
  }

  /// Converts the begin of a stored minute to [Clock#nanos].
  long nanos(StoredMinute minute) {
    return clock.nanos() - TimeUnit.MILLISECONDS.toNanos(wall.getAsLong() - minute.at());
  }

  /// The series that a minute's counts belong to.
  static SeriesKey key(StoredMinute minute) {
    Band band = Band.valueOf(minute.band().toUpperCase(Locale.ROOT));
    return new SeriesKey(minute.target(), minute.route(), band);
  }

  /// The counts of a span of time, oldest first, without those that are in memory. Instants are on
  /// [Clock#nanos]. Waits for the store.
  ///
  /// @param to from when on what this process has counted is in memory
  List<StoredMinute> between(long from, long to) throws StoreException, InterruptedException {
    long half = Duration.ofSeconds(30).toMillis();
    return archive.between(wall(from), wall(to) + half, wall(to) - half);
  }
}
