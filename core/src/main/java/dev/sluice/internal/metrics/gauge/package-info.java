/// The meters that show what the engine's features hold: each class binds those of one feature, and
/// reads them when a registry asks, so that they cost a call nothing. docs/metrics.md is the table
/// of them.
@NullMarked
package dev.sluice.internal.metrics.gauge;

import org.jspecify.annotations.NullMarked;
