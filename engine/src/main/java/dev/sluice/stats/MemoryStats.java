package dev.sluice.stats;

import dev.sluice.call.runtime.MemoryBudget.Use;

/// The statistics of the memory budget, in bytes. Safe for any thread.
public interface MemoryStats {

  /// The memory budget.
  long max();

  /// What is taken of it in all.
  long used();

  /// What is taken of it for one kind of use.
  long used(Use use);

  /// How often it had no room for one kind of use.
  long refused(Use use);
}
