package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Tally;
import java.time.Duration;

/// A window of a load, with what the contender's process used meanwhile.
///
/// @param tally what the load saw
/// @param seconds the window's length
/// @param cpuMicros user and system time of the process, 0 for the way without a proxy
record Visit(Tally tally, double seconds, double cpuMicros) {

  /// Lets `load` settle, then measures.
  static Visit measure(Contender contender, Load load, Duration settle, Bench bench)
      throws InterruptedException {
    load.window(settle);
    long before = cpu(contender);
    Tally tally = load.window(bench.measured());
    long used = cpu(contender) - before;
    return new Visit(tally, bench.seconds(), used / 1e3);
  }

  double callsPerSecond() {
    return tally.calls() / seconds;
  }

  double busyPercent() {
    return cpuMicros / 1e6 / seconds * 100;
  }

  private static long cpu(Contender contender) {
    return contender.usage().map(Usage::cpuNanos).orElse(0L);
  }
}
