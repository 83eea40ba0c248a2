/// The meters of calls and attempts, in Micrometer: [dev.sluice.internal.metrics.MeterObserver]
/// counts and times what it is told of. Meters that are read when somebody asks stand in
/// [dev.sluice.internal.metrics.gauge]. Only an application that uses these packages needs
/// Micrometer.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
