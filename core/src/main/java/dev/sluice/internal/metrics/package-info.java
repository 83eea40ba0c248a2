/// The meters of calls and attempts, in Micrometer: [dev.sluice.internal.metrics.MeterObserver]
/// counts and times what it is told of. Meters that are read when somebody asks stand in
/// [dev.sluice.internal.metrics.gauge]. Micrometer is needed by whoever uses these packages, and by
/// nobody else.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
