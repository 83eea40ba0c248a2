package dev.sluice.stats;

import dev.sluice.call.runtime.MemoryBudget.Use;

/// The statistics of the memory budget, in bytes. Safe for any thread.
public interface MemoryStats {

  /// Returns the size of the memory budget.
  long max();

  /// Returns how much of the budget is taken in all.
  long used();

  /// Returns how much of the budget is taken for one kind of use.
  long used(Use use);

  /// Returns how often the budget had no room for one kind of use.
  long refused(Use use);
}
