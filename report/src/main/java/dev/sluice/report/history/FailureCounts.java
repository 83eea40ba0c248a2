package dev.sluice.report.history;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.Report;
import java.time.Duration;

/// The counting of calls and attempts that failed by whose fault that is. Calls' threads; takes no
/// lock.
final class FailureCounts {
  /// The end of the name of a target that is asked for whatever model a caller names.
  private static final String PASSED_ON = "/*";

  private FailureCounts() {}

  /// Counts a call that was not answered.
  ///
  /// @param slow from when on calls count as slow
  static void call(StripedCounters counters, int stripe, Call call, Report report, Duration slow) {
    boolean named = isNamed(call, report.history().target());
    CallFault.of(report, named, slow).ifPresent(fault -> counters.add(stripe, Figure.of(fault), 1));
    if (CallFault.hasShortDeadline(report, slow)) {
      counters.add(stripe, Figure.SHORT_DEADLINE, 1);
    }
  }

  /// Counts an attempt that has ended.
  static void attempt(
      StripedCounters counters, int stripe, Call call, String target, Report report) {
    if (CallFault.isUnknownModel(report, isNamed(call, target))) {
      counters.add(stripe, Figure.MODEL_UNKNOWN, 1);
    }
  }

  /// Whether the configuration names the model that a target is asked for: not where callers do.
  private static boolean isNamed(Call call, String target) {
    return call.operation().asksModel() && !target.isEmpty() && !target.endsWith(PASSED_ON);
  }

  /// Whether there was too little to give, rather than nobody to ask or a caller that has left.
  static boolean forCapacity(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.Overloaded _ -> true;
      case Failed.Shed(var reason, _) ->
          switch (reason) {
            case QUEUE_FULL, EXCEEDS_QUEUE, DEADLINE_UNREACHABLE -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
