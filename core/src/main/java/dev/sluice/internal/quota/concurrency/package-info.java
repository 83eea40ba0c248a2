/// Limits of attempts at a time: a fixed number, or as many as the target serves without late first
/// tokens. State machines, guarded like the quota that owns them.
///
/// ```text
/// Slots            how many are taken, how many there are, when the next one is free
///   GradientLimit  the adaptive number of them
///     Latency      of late, against what it is without a queue
/// ```
@NullMarked
package dev.sluice.internal.quota.concurrency;

import org.jspecify.annotations.NullMarked;
