/// Tests of the way to Redis, against real servers.
@NullMarked
package dev.sluice.cluster.link;

import org.jspecify.annotations.NullMarked;
