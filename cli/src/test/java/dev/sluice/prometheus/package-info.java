/// Metrics, rules and dashboards, as Prometheus itself sees them.
@NullMarked
package dev.sluice.prometheus;

import org.jspecify.annotations.NullMarked;
