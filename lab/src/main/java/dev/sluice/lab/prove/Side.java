package dev.sluice.lab.prove;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.prove.ApplicationClient.Sent;
import dev.sluice.lab.prove.PlannedCallResult.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the calls of one side in an open loop: each at its planned time, whatever has become of
/// the others. Its times count from then. A call that has not ended at the application's deadline
/// is given up.
final class Side {
  private final ApplicationClient client;
  private final Clock clock;
  private final Duration deadline;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();

  Side(ApplicationClient client, Clock clock, Duration deadline) {
    this.client = client;
    this.clock = clock;
    this.deadline = deadline;
  }

  /// Makes all calls, and returns when the last has ended.
  List<PlannedCallResult> run(List<PlannedCall> calls, long start) throws InterruptedException {
    List<Future<PlannedCallResult>> results = new ArrayList<>(calls.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PlannedCall call : calls) {
        TimeUnit.NANOSECONDS.sleep(start + call.due() - clock.nanos());
        results.add(threads.submit(() -> make(call, start + call.due(), threads)));
      }
      return results(results);
    }
  }

  /// The most calls that were under way at the same time.
  int peak() {
    return peak.get();
  }

  private PlannedCallResult make(PlannedCall call, long due, ExecutorService threads)
      throws InterruptedException {
    peak.accumulateAndGet(running.incrementAndGet(), Math::max);
    var attempts = new AtomicInteger();
    Future<Sent> sent = threads.submit(() -> client.call(call, attempts));
    try {
      return result(call, due, sent.get(left(due), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      sent.cancel(true);
      return new PlannedCallResult(
          call, End.TIMED_OUT, attempts.get(), "deadline", clock.nanos() - due);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an application has failed", e.getCause());
    } finally {
      running.decrementAndGet();
    }
  }

  private long left(long due) {
    return due + deadline.toNanos() - clock.nanos();
  }

  private PlannedCallResult result(PlannedCall call, long due, Sent sent) {
    return new PlannedCallResult(
        call, sent.end(), sent.attempts(), sent.code(), clock.nanos() - due);
  }

  private static List<PlannedCallResult> results(List<Future<PlannedCallResult>> futures)
      throws InterruptedException {
    List<PlannedCallResult> results = new ArrayList<>(futures.size());
    for (Future<PlannedCallResult> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a call was not made to its end", e.getCause());
      }
    }
    return results;
  }
}
