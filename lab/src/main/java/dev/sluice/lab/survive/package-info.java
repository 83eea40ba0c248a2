/// The purpose of a gateway when providers fail: the same calls, at the same planned times, through
/// an SDK's default policy and through Sluice, while an hour of trouble passes in a few minutes.
///
/// ```
/// Survive               runs everything at the same time, then judges
///   FaultSchedule       the hour: which provider does what wrong from when to when
///   SimulatedProviders  two that play it, a pair for each arm, and their Log
///   Arm                 an application that calls in an open loop: each call on its planned time
///     Sdk               tries each call up to three times at the provider that it is bound to
///     OneShot           sends each call once, to Sluice, so that nobody helps it
///       ChatClient      one attempt -> ApplicationCall, the call as its application sees it
///   MetricsScraper      what Sluice says of itself, four times a second
///   Figures             what the report shows of an arm; Thresholds: what must hold
///   TextReport          the report for people
/// ```
///
/// Each call has a number, which the provider's log finds in its body. So the injected faults are
/// known call by call, and an error that follows a fault behind the commit point, which cannot be
/// taken back, is told from all others.
@NullMarked
package dev.sluice.lab.survive;

import org.jspecify.annotations.NullMarked;
