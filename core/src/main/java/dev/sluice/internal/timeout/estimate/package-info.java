/// Estimates quantiles of durations, in bounded memory. For one thread at a time; what is published
/// is immutable.
@NullMarked
package dev.sluice.internal.timeout.estimate;

import org.jspecify.annotations.NullMarked;
