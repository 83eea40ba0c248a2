/// A process's first minute under a load that does not wait for it.
@NullMarked
package dev.sluice.lab.overhead.measure.minute;

import org.jspecify.annotations.NullMarked;
