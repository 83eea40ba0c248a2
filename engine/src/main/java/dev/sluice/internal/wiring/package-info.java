/// Builds the engine from its configuration: targets with their gates, admission controllers, and
/// [dev.sluice.internal.wiring.Pipelines], the order of everything that a call passes. The result
/// is a [dev.sluice.internal.wiring.Generation], which the next one takes over from.
///
/// Parts of a route's pipeline that join two features: the choice of targets as admission asks for
/// it, admission as the retry asks for it.
@NullMarked
package dev.sluice.internal.wiring;

import org.jspecify.annotations.NullMarked;
