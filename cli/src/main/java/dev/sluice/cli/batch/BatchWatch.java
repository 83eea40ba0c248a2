package dev.sluice.cli.batch;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.Locale;

/// Follows a batch until it is over. An API that does not answer for a while is asked again: the
/// batch goes on meanwhile. For one thread.
final class BatchWatch {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /// The share of the time so far that may pass until the end is seen.
  private static final int SHARE = 50;

  /// So long an API may be away.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Source source;
  private final ProgressLine progress;
  private final Clock clock;
  private final Sleeper sleeper;
  private final TimeLeft left = new TimeLeft();

  /// Tells how a batch is.
  @FunctionalInterface
  interface Source {
    BatchStatus ask() throws ApiFault, InterruptedException;
  }

  /// Waits.
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /// @param source asks for the batch
  BatchWatch(Source source, ProgressLine progress, Clock clock, Sleeper sleeper) {
    this.source = source;
    this.progress = progress;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /// Waits for the end of the batch.
  ///
  /// @throws ApiFault if the API refuses to show it, or is away for ten minutes
  BatchStatus follow() throws ApiFault, InterruptedException {
    long begun = clock.nanos();
    long answered = begun;
    while (true) {
      try {
        BatchStatus batch = source.ask();
        answered = clock.nanos();
        if (batch.isOver()) {
          progress.clear();
          return batch;
        }
        progress.show(words(batch, left.look(batch, answered)), answered);
      } catch (ApiFault fault) {
        Duration away = Duration.ofNanos(clock.nanos() - answered);
        if (!fault.isPassing() || away.compareTo(PATIENCE) > 0) {
          progress.clear();
          throw fault;
        }
        progress.show(
            "no answer for %s: %s".formatted(TimeLeft.words(away.toSeconds()), fault.words()),
            clock.nanos());
      }
      sleeper.sleep(wait(Duration.ofNanos(clock.nanos() - begun)));
    }
  }

  private static Duration wait(Duration soFar) {
    Duration share = soFar.dividedBy(SHARE);
    return share.compareTo(SHORTEST) < 0
        ? SHORTEST
        : share.compareTo(LONGEST) > 0 ? LONGEST : share;
  }

  /// How far a batch is, in words.
  ///
  /// @param left how long it will still take
  static String words(BatchStatus batch, String left) {
    if (!batch.isRunning()) {
      return batch.state().equals("finalizing") ? "writing the results" : batch.state();
    }
    var line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%,d of %,d lines (%d %%)",
            batch.done(),
            batch.total(),
            100 * batch.done() / Math.max(1, batch.total())));
    if (batch.failed() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d failed", batch.failed()));
    }
    if (!batch.paused().isEmpty()) {
      line.append(", pauses (").append(batch.paused()).append(')');
    } else if (!left.isEmpty()) {
      line.append(", ").append(left);
    }
    return line.toString();
  }
}
