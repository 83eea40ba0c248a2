/// The meters of calls and attempts, in Micrometer: [dev.sluice.internal.metrics.MeterObserver]
/// counts and times what it is told of. Meters that are read when somebody asks stand in
/// [dev.sluice.internal.metrics.gauge]. Only an application that uses these packages needs
/// Micrometer.
///
/// The meters that show what the engine's features hold: each class binds those of one feature, and
/// reads them when a registry asks, so that they cost a call nothing. docs/metrics.md is the table
/// of them.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
