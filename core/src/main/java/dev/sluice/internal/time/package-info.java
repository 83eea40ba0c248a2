/// Arithmetic with time that several features share. Pure functions.
@NullMarked
package dev.sluice.internal.time;

import org.jspecify.annotations.NullMarked;
