/// The wiring: builds the engine from its configuration. [dev.sluice.internal.wiring.Wiring] makes
/// targets with their gates and admission controllers, [dev.sluice.internal.wiring.RouteFactory]
/// routes, and [dev.sluice.internal.wiring.Pipelines] puts everything that a call passes in order.
/// The result is a [dev.sluice.internal.wiring.Generation], which the next one takes over from.
///
/// Where a pipeline joins two features, the part between them stands here, such as the choice of
/// targets as admission asks for it ([dev.sluice.internal.wiring.Choices]) or the race's rules over
/// learned times ([dev.sluice.internal.wiring.RaceRules]).
///
/// Threads: a generation is built by one thread, and then read by any.
@NullMarked
package dev.sluice.internal.wiring;

import org.jspecify.annotations.NullMarked;
