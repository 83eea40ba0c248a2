/// What `deploy/` has for Kubernetes and Compose, as Helm renders it and as a gateway takes it.
@NullMarked
package dev.sluice.it.chart;

import org.jspecify.annotations.NullMarked;
