/// Metrics, rules and dashboards, as Prometheus itself sees them.
@NullMarked
package dev.sluice.it.prometheus;

import org.jspecify.annotations.NullMarked;
