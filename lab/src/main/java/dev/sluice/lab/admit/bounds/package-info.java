/// What must hold: figures with their bounds. A broken one makes the command fail.
@NullMarked
package dev.sluice.lab.admit.bounds;

import org.jspecify.annotations.NullMarked;
