/// The gateway's meters, in Micrometer. [dev.sluice.internal.metrics.MeterObserver] counts and
/// times calls and attempts as it is told of them. The other classes show what the engine's
/// features hold: each binds the meters of one feature, and reads them when a registry asks, so
/// that they cost a call nothing. docs/metrics.md is the table of all meters. Only an application
/// that uses this package needs Micrometer.
@NullMarked
package dev.sluice.internal.metrics;

import org.jspecify.annotations.NullMarked;
