package dev.sluice.stats;

import java.time.Duration;
import java.util.List;

/// The learned times of the targets. Safe for any thread.
public interface LatencyStats {

  /// A value that is in force.
  ///
  /// @param target `provider/model`; for a target that passes names on the value is the largest of
  ///   its models
  /// @param what `first_token`, `total` (of whole answers), `stall` or `token`
  /// @param input the size of the input, for a first token and a total; else `any`
  /// @param value the value before a route's floor and ceiling
  /// @param samples how many answers the value was learned from
  /// @param prior whether the value is the one assumed before any answer, since all answers so far
  ///   were quicker and too few to say more
  record Value(
      String target, String what, String input, Duration value, int samples, boolean prior) {}

  /// Returns all values that are learned now.
  List<Value> values();
}
