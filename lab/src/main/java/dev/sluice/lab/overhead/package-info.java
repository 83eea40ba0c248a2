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
/// this process, have the second. A [dev.sluice.lab.overhead.measure.Scenario] visits each
/// [dev.sluice.lab.overhead.contender.Contender] once a round, forward in one round and backward in
/// the next, so that a machine that becomes slower does not favour any of them. Absolute figures
/// move from run to run: only the ratios of one run say something, and the thresholds are on these.
@NullMarked
package dev.sluice.lab.overhead;

import org.jspecify.annotations.NullMarked;
