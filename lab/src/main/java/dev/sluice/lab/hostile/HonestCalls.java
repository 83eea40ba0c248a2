package dev.sluice.lab.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Honest calls at planned times, each on a connection of its own; the duration counts from the
/// planned time.
final class HonestCalls {
  private static final int DIGITS = 3;
  private static final int ENDS_WITHIN_SECONDS = 20;

  private final Site site;
  private final Histogram took = new ConcurrentHistogram(DIGITS);
  private final LongAdder failed = new LongAdder();

  private HonestCalls(Site site) {
    this.site = site;
  }

  /// The results of the honest calls.
  record Latencies(long calls, long failed, double p99Millis) {}

  /// Makes `rate` calls a second for `length`, and waits for their answers.
  static Latencies run(Site site, Duration length, int rate) throws InterruptedException {
    HonestCalls calls = new HonestCalls(site);
    long count = length.toSeconds() * rate;
    long gap = Duration.ofSeconds(1).toNanos() / rate;
    CountDownLatch latch = new CountDownLatch(Math.toIntExact(count));
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long planned = start + i * gap;
      TimeUnit.NANOSECONDS.sleep(planned - System.nanoTime());
      Thread.ofVirtual().start(() -> calls.call(planned, latch));
    }
    boolean ended = latch.await(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    long missing = ended ? 0 : latch.getCount();
    return new Latencies(
        count, calls.failed.sum() + missing, calls.took.getValueAtPercentile(99) / 1e6);
  }

  private void call(long planned, CountDownLatch latch) {
    boolean right;
    try {
      right = site.honest().right();
    } catch (IOException _) {
      right = false;
    }
    failed.add(right ? 0 : 1);
    took.recordValue(Math.max(0, System.nanoTime() - planned));
    latch.countDown();
  }
}
