/// The cost of a proxy: the same calls sent straight to a provider, through nginx, and through
/// Sluice, in alternation, and the resources that each of them uses for it.
///
/// ```text
/// Overhead             one comparison with nginx: Rounds of all scenarios
/// RevisionComparison   one comparison with another revision of Sluice, checked out and built
///                      (OtherRevision); PairedRounds start both anew each round
///   OverheadScenario     puts one kind of load through a contender, and notes what that has used:
///                        Saturated, Streams, OpenStreams, FullCache, FirstMinute ...
///   Contender            a proxy, a process on a core of its own; ProcessUsage and
///                        AllocationCounter tell its CPU time, its memory and the bytes that it
///                        has allocated
///   Sheet                the values of each round: a Series for each RoundMeasure, its
///                        MedianInterval
///     Thresholds         what must hold of them
///     TextReport, SheetTree, ComparisonReport   how they are shown
/// ```
///
/// The proxies have the first core to themselves; the load and the provider behind them, which are
/// this process, have the second. A [dev.sluice.lab.overhead.OverheadScenario] visits each
/// [dev.sluice.lab.overhead.Contender] once a round, forward in one round and backward in the next,
/// so that a machine that becomes slower does not favour any of them. Absolute figures move from
/// run to run: only the ratios of one run say something, and the thresholds are on these.
@NullMarked
package dev.sluice.lab.overhead;

import org.jspecify.annotations.NullMarked;
