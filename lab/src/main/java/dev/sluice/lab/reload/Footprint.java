package dev.sluice.lab.reload;

import dev.sluice.server.GatewayProcess;
import dev.sluice.transport.ConnectionCounts;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What the process holds.
///
/// @param heap bytes that are used after a collection
/// @param threads platform threads
/// @param connections to providers
/// @param timers of event loops
record Footprint(long heap, int threads, long connections, long timers) {
  private static final int COLLECTIONS = 4;

  /// Measures the footprint of a gateway as it is now.
  static Footprint of(GatewayProcess serving) {
    long heap = leastHeap();
    long connections =
        serving.gateway().stats().connections().get().stream()
            .mapToLong(ConnectionCounts::open)
            .sum();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return new Footprint(heap, threads, connections, Timers.count());
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
