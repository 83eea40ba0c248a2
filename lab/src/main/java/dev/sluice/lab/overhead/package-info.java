/// The cost of a proxy: the same calls sent straight to a provider, through nginx, and through
/// Sluice, in alternation, and the resources that each of them uses for it.
///
/// ```text
/// Overhead             one comparison with nginx
/// RevisionComparison   one comparison with another revision of Sluice, both started anew each round
///   measure            scenarios, and the load and provider that they work with
///     report           what was measured, its thresholds, and how it is shown
///       contender      the proxies: processes on a core of their own
///   revision           another revision, checked out and built
/// ```
///
/// The proxies have the first core to themselves; the load and the provider behind them, which are
/// this process, have the second. A [dev.sluice.lab.overhead.Scenario] visits each
/// [dev.sluice.lab.overhead.Contender] once a round, forward in one round and backward in the next,
/// so that a machine that becomes slower does not favour any of them. Absolute figures move from
/// run to run: only the ratios of one run say something, and the thresholds are on these.
///
/// The measured values: those of each round, their medians and intervals, the thresholds on them,
/// and the reports in text and JSON.
///
/// The scenarios: each puts one kind of load through a contender and notes what the contender has
/// used for it.
///
/// Another revision of the repository: a work tree or a folder of its own, and its build.
///
/// The proxies that are compared, each a process on a core of its own, and what the system tells of
/// such a process: CPU time, memory, bytes allocated.
///
/// The memory of a proxy's process: at rest, after a load, a minute later, with large bodies under
/// way, and the pauses of a full cache.
///
/// A process's first minute under a load that does not wait for it.
@NullMarked
package dev.sluice.lab.overhead;

import org.jspecify.annotations.NullMarked;
