/// Observing: two filters see calls and attempts go by and tell an [dev.sluice.call.Observer], each
/// start with its end on every path. [dev.sluice.metrics.MeterObserver] turns that into Micrometer
/// meters; Micrometer is needed by whoever uses that class, and by nobody else.
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
