package dev.sluice.internal.batch;

import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.WorkerPool;

/// The dependencies of batching.
///
/// @param codec takes calls and answers apart, and puts them together
/// @param launcher starts shared calls
/// @param memory the budget for requests and answers that are put together
/// @param elsewhere the pool for answers that are too large for a loop
public record BatchDependencies(
    ItemCodec codec,
    Launcher launcher,
    MemoryBudget memory,
    WorkerPool elsewhere,
    Observer observer,
    Clock clock) {}
