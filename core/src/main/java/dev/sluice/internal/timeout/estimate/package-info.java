/// Estimates quantiles of durations, in bounded memory. For one thread at a time; published values
/// are immutable.
@NullMarked
package dev.sluice.internal.timeout.estimate;

import org.jspecify.annotations.NullMarked;
