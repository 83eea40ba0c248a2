/// Bounds: figures with the values that they must keep to. A broken one makes the command fail.
@NullMarked
package dev.sluice.lab.admit.bounds;

import org.jspecify.annotations.NullMarked;
