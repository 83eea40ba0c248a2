package dev.sluice.lab.calls;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.demo.CallSchedule;
import dev.sluice.lab.calls.Workload.PlannedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Sends a workload's calls, each at its time, whatever became of those before.
final class OpenLoop {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Clock clock = Clock.SYSTEM;
  private final Site site;
  private final Histogram latency = new ConcurrentHistogram(LONGEST, 3);
  private final AtomicLong client429 = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  OpenLoop(Site site) {
    this.site = site;
  }

  /// Sends the workload, and waits for the last answer.
  LoadResult run(Workload workload) throws IOException, InterruptedException {
    Counts before = counts();
    CallSchedule pace = new CallSchedule(clock.nanos(), workload.perSecond());
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      callAll(workload.asks(), pace, callers);
    }
    return seen(workload.asks().size(), before, counts());
  }

  private void callAll(List<PlannedRequest> asks, CallSchedule pace, ExecutorService callers) {
    for (int i = 0; i < asks.size(); i++) {
      long due = pace.due(i);
      PlannedRequest ask = asks.get(i);
      awaitTime(due);
      callers.execute(() -> call(ask, due));
    }
  }

  /// The calls one after the other.
  ///
  /// @return the median of their latencies, in milliseconds
  double oneByOne(List<PlannedRequest> asks) {
    latency.reset();
    asks.forEach(ask -> call(ask, clock.nanos()));
    return millis(50);
  }

  private void awaitTime(long due) {
    for (long wait = due - clock.nanos(); wait > 0; wait = due - clock.nanos()) {
      LockSupport.parkNanos(this, wait);
    }
  }

  private void call(PlannedRequest ask, long due) {
    try {
      int status = site.call(ask);
      latency.recordValue(Math.clamp(clock.nanos() - due, 0, LONGEST));
      if (status == 429) {
        client429.incrementAndGet();
      } else if (status != 200) {
        failed.incrementAndGet();
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The counts of site and provider so far.
  private record Counts(long sent, long upstream429, long tokens, Map<String, Long> saved) {}

  private Counts counts() throws IOException, InterruptedException {
    Map<String, Long> saved = new TreeMap<>();
    for (String mechanism : List.of("batch", "cache", "coalesce")) {
      saved.put(mechanism, site.metric("sluice_calls_saved_total", "\"" + mechanism + "\""));
    }
    return new Counts(
        site.sent(_ -> true),
        site.sent(status -> status == 429),
        site.metric("gen_ai_client_token_usage_tokens_sum", ""),
        saved);
  }

  private LoadResult seen(long asked, Counts before, Counts after) {
    return new LoadResult(
        asked,
        after.sent() - before.sent(),
        after.upstream429() - before.upstream429(),
        client429.get(),
        failed.get(),
        millis(50),
        millis(99),
        after.tokens() - before.tokens(),
        saved(before, after));
  }

  private static Map<String, Long> saved(Counts before, Counts after) {
    Map<String, Long> saved = new TreeMap<>(after.saved());
    saved.replaceAll((by, count) -> count - before.saved().getOrDefault(by, 0L));
    return saved;
  }

  private double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }
}
