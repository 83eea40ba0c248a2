package dev.sluice.stats;

import java.time.Duration;
import java.util.List;

/// What is learned of the targets' times. Safe for any thread.
public interface LatencyStats {

  /// A value that is in force.
  ///
  /// @param target `provider/model`; of a target that passes names on the largest of its models'
  /// @param what `first_token`, `total` (of whole answers), `stall` or `token`
  /// @param input how large the input is, of a first token and a total; else `any`
  /// @param value before a route's floor and ceiling
  /// @param samples how many answers it was learned from
  /// @param prior whether it is what was believed before any answer, since all that were seen are
  ///   quicker and too few to say more
  record Value(
      String target, String what, String input, Duration value, int samples, boolean prior) {}

  /// All that is learned now.
  List<Value> values();
}
