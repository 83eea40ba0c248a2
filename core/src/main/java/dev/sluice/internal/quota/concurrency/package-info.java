/// How many attempts a target may have at a time: a fixed number, or as many as it serves without
/// its first tokens getting late. State machines, guarded like the quota that owns them.
///
/// ```text
/// Slots            how many are taken, how many there are, when the next one is free
///   GradientLimit  the adaptive number of them
///     Latency      of late, against what it is without a queue
/// ```
@NullMarked
package dev.sluice.internal.quota.concurrency;

import org.jspecify.annotations.NullMarked;
