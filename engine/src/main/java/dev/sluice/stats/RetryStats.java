package dev.sluice.stats;

import java.util.Set;

/// The retry budgets of the targets. Safe for any thread.
public interface RetryStats {

  /// Returns the targets that have a budget, as `provider/model`.
  Set<String> targets();

  /// Returns how many attempts at a target may be repeated now.
  ///
  /// @param now the instant in nanoseconds, on the gateway's clock
  /// @throws IllegalArgumentException if the target has no budget
  double left(String target, long now);
}
