/// The meters of the engine, in Micrometer: [dev.sluice.internal.metrics.MeterObserver] counts and
/// times the calls and attempts that it is told of; each class of gauges binds those of one
/// feature, and reads them when a registry asks, so that they cost a call nothing. docs/metrics.md
/// is the table of all of them. Only an application that uses this package needs Micrometer.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
