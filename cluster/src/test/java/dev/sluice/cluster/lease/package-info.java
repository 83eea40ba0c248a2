/// Tests of leases.
@NullMarked
package dev.sluice.cluster.lease;

import org.jspecify.annotations.NullMarked;
