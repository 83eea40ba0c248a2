/// `lab admit`: the fate of a trace's calls when they go through the gateway's own admission and
/// quota, beside their fate without a gateway or with a simple one. In virtual time, so that an
/// hour takes a second.
///
/// ```text
/// Admit          the command
///   Comparison     every policy through every setting, seed by seed: Runs
///     trace          arrivals
///     world          the calls, the provider, time
///     policy         how calls get to the provider
///     figures        what is read off a run
///   scenario       tenants, a limit that is halved
///   sockets        the same over real sockets
///   bounds         what must hold of that
///   report         text, JSON, HTML
/// ```
///
/// The runs: one setting played through one policy, and all of them that a comparison needs.
///
/// The world that policies are compared in, in virtual time: the calls that come, the provider that
/// they go to, and what is written down of both. An hour passes in a fraction of a second, and a
/// seed gives the same hour each time.
///
/// ```text
/// Timeline   virtual time: what happens when
/// Workload   a trace, as calls with bands, tenants and bounds
/// Upstream   a provider with exact limits, half a round trip away
/// Busy       when calls were waiting, and what was charged meanwhile
/// Journal    what became of each call
/// World      these together
/// ```
///
/// Everything of a world is confined to the thread that runs its timeline.
///
/// Bounds: figures with the values that they must keep to. A broken one makes the command fail.
///
/// Policies: how calls get to the provider.
///
/// ```text
/// Contender    all of them, by name
/// Policy       one: takes each call when it comes
///   Sluice       the gateway's own queue and quota; Calls makes what it sees, Knowledge what it
///                knows beforehand, RepeatPolicy how it repeats
///   Repeats      no gateway: clients repeat what was refused, some twice, some until the deadline
///   FixedOrderQueue  a gateway that lets calls wait in a fixed Order, as its Mirror of the limits
///                allows
/// ```
///
/// Reports of a comparison: a table for people, JSON for programs, a page with plots.
///
/// The figures of a run: rates, shares and waits, and their means over seeds.
///
/// The same over real sockets: a gateway, a simulated provider and callers in one process, beside
/// the virtual run of the same calls.
///
/// ```text
/// Sockets    plays both, and compares
///   Stretch    a stretch of a trace, faster
///   Stage      provider and gateway, listening
///   Callers    one virtual thread a call, at its planned time whatever the others do
/// ```
///
/// The scenarios beside the comparison: tenants of which one is noisy, a limit that is halved
/// without a word, and knowing less than the truth.
@NullMarked
package dev.sluice.lab.admit;

import org.jspecify.annotations.NullMarked;
