/// The memory of a proxy's process: at rest, after a load, a minute later, with large bodies under
/// way, and the pauses of a full cache.
@NullMarked
package dev.sluice.lab.overhead.measure.memory;

import org.jspecify.annotations.NullMarked;
