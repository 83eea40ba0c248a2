/// Statistics that several features keep.
///
/// Arithmetic with time that several features share. Pure functions.
@NullMarked
package dev.sluice.internal.stats;

import org.jspecify.annotations.NullMarked;
