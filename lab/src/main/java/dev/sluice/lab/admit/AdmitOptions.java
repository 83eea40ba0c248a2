package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options of the comparison.
///
/// @param traces with what comes
/// @param loads how many times the provider's tokens that is
/// @param seeds how often each is run
/// @param deadline within which after its arrival a call must be admitted
/// @param bucket how long a time's worth the provider lets through at once
/// @param bands which share of the calls comes in which band
/// @param json where the runs are written for programs
public record AdmitOptions(
    List<Trace> traces,
    List<Double> loads,
    int seeds,
    Duration deadline,
    Duration bucket,
    BandShares bands,
    Optional<Path> json) {
  private static final int SEEDS_MAX = 1_000;

  public AdmitOptions {
    traces = List.copyOf(traces);
    loads = List.copyOf(loads);
    check(!traces.isEmpty(), "there is no trace: give one");
    check(!loads.isEmpty(), "there is no load: give one, such as 2");
    loads.forEach(
        load ->
            check(
                load >= 0.01 && load <= 100,
                "the load " + load + " is not within 0.01 to 100; 2 is twice the quota"));
    check(seeds >= 1 && seeds <= SEEDS_MAX, seeds + " seeds are not within 1 to " + SEEDS_MAX);
    check(
        deadline.toMillis() >= 1 && deadline.toMinutes() <= 10, "the deadline must be 1ms to 10m");
    check(bucket.toMillis() >= 1_000 && bucket.toMinutes() <= 10, "the bucket must be 1s to 10m");
  }

  /// Returns every trace at every load.
  public List<Setting> settings() {
    var settings = new ArrayList<Setting>();
    for (Trace trace : traces) {
      loads.forEach(load -> settings.add(new Setting(trace, load, bucket)));
    }
    return settings;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
