/// Detects pauses of the process itself (collector, stopped machine), which say nothing about a
/// provider.
@NullMarked
package dev.sluice.internal.breaker.pause;

import org.jspecify.annotations.NullMarked;
