/// Observing: two filters see calls and attempts pass and notify an
/// [dev.sluice.call.pipeline.Observer], each start with its end on every path.
/// [dev.sluice.internal.metrics.MeterObserver] turns that into Micrometer meters; only users of
/// that class need Micrometer.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
