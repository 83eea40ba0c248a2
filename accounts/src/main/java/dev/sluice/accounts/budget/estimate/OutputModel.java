package dev.sluice.accounts.budget.estimate;

import dev.sluice.call.Usage;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// How much calls to one target read and write: tokens a byte of the body, and the 95th percentile
/// of their output, by logarithmic buckets of a tenth each. Old calls fade: all counts are halved
/// once there are 1,024. Safe for any thread, takes no lock; a count that is lost in a race changes
/// nothing.
public final class OutputModel {
  /// English has about four bytes a token.
  private static final double PRIOR = 0.25;

  /// How many tokens a call is thought to write before enough is known.
  private static final long USUAL = 1_024;

  private static final int ENOUGH = 20;
  private static final int FULL = 1_024;

  /// How often the percentile is found anew.
  private static final int OFTEN = 16;

  private static final double QUANTILE = 0.95;
  private static final double WIDTH = Math.log(1.1);
  private static final int BUCKETS = 160;

  /// How much of the sums is kept from call to call, and what the prior weighs, in bytes.
  private static final double KEPT = 0.98;

  private static final double PRIOR_BYTES = 512;

  private record Ratio(double tokens, double bytes) {}

  private final AtomicReference<Ratio> read =
      new AtomicReference<>(new Ratio(PRIOR * PRIOR_BYTES, PRIOR_BYTES));
  private final AtomicIntegerArray written = new AtomicIntegerArray(BUCKETS);
  private final AtomicLong learned = new AtomicLong();
  private volatile long likely = USUAL;

  /// How many tokens a body of so many bytes is.
  public long input(long bytes) {
    Ratio now = read.get();
    return (long) Math.ceil(bytes * now.tokens() / now.bytes());
  }

  /// How many tokens 95 of 100 calls do not exceed.
  public long likelyOutput() {
    return likely;
  }

  /// Learns from what the provider has reported.
  ///
  /// @param bytes the body's size; 0 where that says nothing
  public void learn(long bytes, Usage usage) {
    if (bytes > 0 && usage.input() > 0) {
      read.updateAndGet(
          was -> new Ratio(KEPT * was.tokens() + usage.input(), KEPT * was.bytes() + bytes));
    }
    written.incrementAndGet(bucket(usage.output()));
    long count = learned.incrementAndGet();
    if (count <= ENOUGH || count % OFTEN == 0) {
      publish();
    }
  }

  private static int bucket(long tokens) {
    return tokens <= 1
        ? 0
        : Math.min(BUCKETS - 1, (int) Math.ceil(Math.log((double) tokens) / WIDTH));
  }

  /// The upper end of a bucket.
  private static long upTo(int bucket) {
    return (long) Math.ceil(Math.exp(bucket * WIDTH));
  }

  private void publish() {
    int total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += written.get(i);
    }
    long found = quantile(total);
    likely = total < ENOUGH ? Math.max(USUAL, found) : found;
    if (total >= FULL) {
      halve();
    }
  }

  private void halve() {
    for (int i = 0; i < BUCKETS; i++) {
      written.updateAndGet(i, count -> count / 2);
    }
  }

  private long quantile(int total) {
    long left = (long) Math.ceil(total * QUANTILE);
    for (int i = 0; i < BUCKETS; i++) {
      left -= written.get(i);
      if (left <= 0) {
        return upTo(i);
      }
    }
    return upTo(BUCKETS - 1);
  }
}
