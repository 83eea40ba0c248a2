package dev.sluice.report.history;

import dev.sluice.call.Usage;
import java.util.concurrent.atomic.AtomicLongArray;

/// The striped counters of one series: one vector of figures and histograms, which only grows.
/// Threads add to one of several copies, by their number, so that loops seldom write to the same
/// memory; a reader adds the copies up. A slot is the difference between two such sums: no count is
/// lost or counted twice while slots change.
///
/// Threads: safe for any; adding neither locks nor waits.
final class StripedCounters {
  /// The number of copies of the counters, a power of two.
  private static final int STRIPES =
      Math.min(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));

  /// Copies lie a cache line apart at least.
  private static final int WIDTH = Measure.VECTOR + 16;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES * WIDTH);

  /// The bytes that the counters take.
  static final int BYTES = STRIPES * WIDTH * Long.BYTES;

  /// The copy that the calling thread adds to.
  static int stripe() {
    return (int) Thread.currentThread().threadId() & (STRIPES - 1);
  }

  /// Adds to a figure.
  void add(int stripe, Figure figure, long more) {
    counts.getAndAdd(stripe * WIDTH + figure.place(), more);
  }

  /// Adds a time to a histogram.
  void add(int stripe, Measure measure, long nanos) {
    int place = measure.offset() + DurationBuckets.bucket(nanos);
    counts.getAndAdd(stripe * WIDTH + place, 1);
  }

  /// Adds the tokens of a call.
  void add(int stripe, Usage usage) {
    if (usage.input() > 0) {
      add(stripe, Figure.INPUT_TOKENS, usage.input());
    }
    if (usage.output() > 0) {
      add(stripe, Figure.OUTPUT_TOKENS, usage.output());
    }
    if (usage.cached() > 0) {
      add(stripe, Figure.CACHED_TOKENS, usage.cached());
    }
  }

  /// Adds a vector to all figures and histograms.
  ///
  /// @param more figures and histograms
  void add(int stripe, long[] more) {
    for (int i = 0; i < more.length; i++) {
      if (more[i] != 0) {
        counts.getAndAdd(stripe * WIDTH + i, more[i]);
      }
    }
  }

  /// Sums up all copies.
  long[] sums() {
    var sums = new long[Measure.VECTOR];
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts.get(stripe * WIDTH + i);
      }
    }
    return sums;
  }
}
