package dev.sluice.lab.reload;

import dev.sluice.lab.process.ClassHistogram;
import dev.sluice.server.GatewayProcess;
import dev.sluice.transport.ConnectionCounts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What the process holds.
///
/// @param heap bytes that are used after a collection
/// @param threads platform threads
/// @param connections to providers
/// @param timers of event loops: the scheduled tasks of Netty that are on the heap
record Footprint(long heap, int threads, long connections, long timers) {
  private static final int COLLECTIONS = 4;
  private static final String TIMER = "io.netty.util.concurrent.ScheduledFutureTask";

  /// Measures the footprint of a gateway as it is now.
  static Footprint of(GatewayProcess serving) throws IOException, InterruptedException {
    // The first of these questions starts a thread of the JVM's own, which is counted below.
    long timers = ClassHistogram.of(ProcessHandle.current().pid()).objects(TIMER);
    long heap = leastHeap();
    long connections =
        serving.gateway().stats().connections().get().stream()
            .mapToLong(ConnectionCounts::open)
            .sum();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return new Footprint(heap, threads, connections, timers);
  }

  private static long leastHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  @Override
  public String toString() {
    return "%.1f MiB of heap, %d threads, %d connections, %d timers"
        .formatted((double) heap / (1 << 20), threads, connections, timers)
        .toLowerCase(Locale.ROOT)
        .replace("mib", "MiB");
  }
}
