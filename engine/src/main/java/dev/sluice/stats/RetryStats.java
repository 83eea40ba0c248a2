package dev.sluice.stats;

import java.util.Set;

/// The retry budgets of the targets. Safe for any thread.
public interface RetryStats {

  /// The targets that have a budget, as `provider/model`.
  Set<String> targets();

  /// How many attempts for calls of a target may be repeated now.
  ///
  /// @param now in nanoseconds, as the gateway's clock tells it
  /// @throws IllegalArgumentException if the target has no budget
  double left(String target, long now);
}
