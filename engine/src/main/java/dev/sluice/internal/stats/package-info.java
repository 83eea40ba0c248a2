/// Arithmetic that several features share: a moving mean, counts in a sliding window, and
/// conversions between seconds and nanoseconds. Each instance is for one thread at a time; instants
/// are arguments.
@NullMarked
package dev.sluice.internal.stats;

import org.jspecify.annotations.NullMarked;
