/// The evidence of a circuit: outcomes in windows, the suspects of failures, and how late answers
/// usually begin. State machines; called under admission's lock.
@NullMarked
package dev.sluice.internal.breaker.evidence;

import org.jspecify.annotations.NullMarked;
