/// Experiments with and without single mechanisms of the gateway: a
/// [dev.sluice.lab.mechanism.Variant] says what a gateway goes without, and
/// [dev.sluice.lab.mechanism.SideBySide] plays the same workload through one gateway for each.
@NullMarked
package dev.sluice.lab.mechanism;

import org.jspecify.annotations.NullMarked;
