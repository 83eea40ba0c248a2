package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Arrival;
import dev.sluice.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The calls of a trace, in the order in which they come.
final class Workload {
  /// The tenant of calls that belong to none.
  public static final String NOBODY = "*";

  private Workload() {}

  /// The workload of `trace`, with bands drawn from `bandShares`.
  public static List<WorkloadCall> of(Trace trace, BandShares bandShares, long seed) {
    var random = new SplittableRandom(seed);
    long maxTokens = trace.maxTokens();
    var calls = new ArrayList<WorkloadCall>(trace.arrivals().size());
    for (Arrival arrival : trace.arrivals()) {
      long output = Math.min(arrival.output(), maxTokens);
      calls.add(
          new WorkloadCall(
              calls.size(),
              arrival.at(),
              arrival.input(),
              output,
              maxTokens,
              bandShares.draw(random),
              NOBODY));
    }
    return calls;
  }
}
