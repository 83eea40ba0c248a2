/// What a proxy costs: the same calls sent straight to a provider, through nginx, and through
/// Sluice, in alternation, and what each of them uses for it.
///
/// The proxies have the first core to themselves; the load and the provider behind them, which are
/// this process, have the second. A [dev.sluice.lab.overhead.Scenario] visits each
/// [dev.sluice.lab.overhead.Contender] once a round, forward in one round and backward in the next,
/// so that a machine that becomes slower does not favour anybody. Absolute figures move from run to
/// run: only the ratios of one run say something, and the thresholds are on these.
///
/// [dev.sluice.lab.overhead.RevisionComparison] puts another revision of Sluice beside this one in
/// the same way, both started anew each round.
@NullMarked
package dev.sluice.lab.overhead;

import org.jspecify.annotations.NullMarked;
