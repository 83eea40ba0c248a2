package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.process.ProcessUsage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Watches the resident memory of a contender's process.
///
/// @param scenario its heading in the report
record Resident(Contender contender, Bench bench, Sheet sheet, String scenario) {
  /// What is no longer used has to be back with the system by then.
  private static final Duration REST = Duration.ofMinutes(1);

  private static final Duration STEP = Duration.ofSeconds(1);

  /// Returns the resident memory as it is, in MiB.
  double now() {
    return usage().residentMebibytes();
  }

  /// Lets nothing happen for `length`, then notes the memory under `measure`.
  void rest(Duration length, RoundMeasure measure) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    sheet.add(measure, contender.name(), now());
  }

  /// Lets a minute pass, then notes the memory under `measure`.
  void minute(RoundMeasure measure) throws InterruptedException {
    rest(REST, measure);
  }

  /// Watches `load` once a second, every call of which must go well.
  ///
  /// @return the largest memory seen, in MiB
  double most(Load load, int seconds) throws InterruptedException {
    double most = 0;
    for (int second = 0; second < seconds; second++) {
      sheet.check(contender.name(), scenario, load.window(STEP));
      most = Math.max(most, now());
    }
    return most;
  }

  private ProcessUsage usage() {
    return contender.usage().orElseThrow();
  }
}
