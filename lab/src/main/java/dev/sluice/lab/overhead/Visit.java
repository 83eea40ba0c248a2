package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.process.ProcessUsage;
import java.time.Duration;
import java.util.Optional;

/// A window of a load, with what the contender's process used meanwhile.
///
/// @param tally what the load saw
/// @param seconds the window's length
/// @param cpuMicros user and system time of the process, 0 for the way without a proxy
/// @param allocated bytes that the process allocated, where that is counted
record Visit(Tally tally, double seconds, double cpuMicros, Optional<Double> allocated) {

  /// Lets `load` settle, then measures.
  static Visit measure(Contender contender, Load load, Duration settle, Bench bench)
      throws InterruptedException {
    load.window(settle);
    Optional<AllocationCounter> counter = contender.allocations();
    Optional<AllocationCounter.Reading> allocatedBefore = counter.map(AllocationCounter::read);
    long before = cpu(contender);
    Tally tally = load.window(bench.measured());
    long used = cpu(contender) - before;
    Optional<Double> allocated =
        allocatedBefore.flatMap(
            earlier -> counter.map(c -> c.read().perSecondSince(earlier) * bench.seconds()));
    return new Visit(tally, bench.seconds(), used / 1e3, allocated);
  }

  /// Adds the CPU time and the bytes allocated for each of `units`, as far as they are counted.
  void addTo(Sheet sheet, Contender contender, RoundMeasure cpu, RoundMeasure bytes, double units) {
    if (contender.usage().isPresent()) {
      sheet.add(cpu, contender.name(), cpuMicros / units);
    }
    allocated.ifPresent(all -> sheet.add(bytes, contender.name(), all / units));
  }

  double callsPerSecond() {
    return tally.calls() / seconds;
  }

  double busyPercent() {
    return cpuMicros / 1e6 / seconds * 100;
  }

  private static long cpu(Contender contender) {
    return contender.usage().map(ProcessUsage::cpuNanos).orElse(0L);
  }
}
