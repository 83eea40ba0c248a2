package dev.sluice.cli.demo;

import dev.sluice.call.runtime.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/// Keeps calling: one ask after the other, round and round, at an even pace, whatever becomes of
/// the calls. Runs from its making until it is closed.
final class Traffic implements AutoCloseable {
  private final Caller caller;
  private final Dashboard dashboard;
  private final Clock clock;
  private final CallSchedule pace;
  private final List<DemoRequest> asks;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Traffic(
      Caller caller, Dashboard dashboard, Clock clock, int perSecond, List<DemoRequest> asks) {
    this.caller = caller;
    this.dashboard = dashboard;
    this.clock = clock;
    this.pace = new CallSchedule(clock.nanos(), perSecond);
    this.asks = List.copyOf(asks);
  }

  static Traffic start(
      Caller caller, Dashboard dashboard, Clock clock, int perSecond, List<DemoRequest> asks) {
    Traffic traffic = new Traffic(caller, dashboard, clock, perSecond, asks);
    traffic.threads.execute(traffic::plan);
    return traffic;
  }

  /// Makes no more calls, breaks off those under way, and waits until they have ended.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  private void plan() {
    long n = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long wait = pace.due(n) - clock.nanos();
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      } else {
        begin(asks.get((int) (n % asks.size())).in(n / asks.size()));
        n++;
      }
    }
  }

  private void begin(DemoRequest ask) {
    try {
      threads.execute(() -> call(ask));
    } catch (RejectedExecutionException _) {
      // The demonstration is over, and the interrupt that says so is on its way.
    }
  }

  private void call(DemoRequest ask) {
    try {
      CallResult seen = caller.call(ask);
      // Breaking off looks like a broken connection to some calls.
      if (!threads.isShutdown()) {
        dashboard.add(seen, clock.nanos());
      }
    } catch (InterruptedException _) {
      // The demonstration is over; the result is not wanted any more.
    }
  }
}
