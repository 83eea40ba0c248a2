/// Observing: two filters see calls and attempts go by and tell an
/// [dev.sluice.call.pipeline.Observer], each start with its end on every path.
/// [dev.sluice.internal.metrics.MeterObserver] turns that into Micrometer meters; Micrometer is
/// needed by whoever uses that class, and by nobody else.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
