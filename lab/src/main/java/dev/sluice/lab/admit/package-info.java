/// `lab admit`: the fate of a trace's calls when they go through the gateway's own admission and
/// quota, beside their fate without a gateway or with a simple one. Everything happens in virtual
/// time, so that an hour takes a second, and a seed gives the same hour each time.
///
/// ```text
/// Admit          the command: plays, judges, writes the reports
///   Comparison     every Contender through every Setting, seed by seed: a Run each, together Runs
///   Scenarios      NoisyTenant; HalvedLimit: the provider halves its limits without a word
///   Criteria       figures with the values that they must keep to; a broken one fails the command
///   TextReport, RunsTree   the results for people and for programs
/// World          what a policy is played in
///   Timeline       virtual time: what happens when
///   Workload       a trace, as calls with bands, tenants and bounds
///   LimitedProvider  a provider with exact limits, half a round trip away
///   Busy           when calls were waiting, and what was charged meanwhile
///   CallOutcomes   what became of each call; FigureReader reads the Figures off it
/// Policy         takes each call when it comes, and gets it to the provider
///   Sluice         the gateway's own queue and quota; Calls makes what it sees, Knowledge what it
///                  knows beforehand, RepeatPolicy how it repeats
///   Repeats        no gateway: clients repeat what was refused, twice or until the deadline
///   FixedOrderQueue  a gateway that lets calls wait in a fixed Order, as its Mirror of the limits
///                  allows
/// ```
///
/// Everything of a world is confined to the thread that runs its timeline.
@NullMarked
package dev.sluice.lab.admit;

import org.jspecify.annotations.NullMarked;
