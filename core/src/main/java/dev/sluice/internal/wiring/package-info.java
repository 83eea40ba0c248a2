/// Builds the engine from its configuration: targets with their gates, admission controllers, and
/// [dev.sluice.internal.wiring.Pipelines], the order of everything that a call passes. Done once,
/// at the start.
@NullMarked
package dev.sluice.internal.wiring;

import org.jspecify.annotations.NullMarked;
