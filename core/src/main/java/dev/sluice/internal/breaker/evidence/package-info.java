/// What a circuit has seen: outcomes in windows, whose failures they are, and how late answers
/// usually begin. State machines; called under admission's lock.
@NullMarked
package dev.sluice.internal.breaker.evidence;

import org.jspecify.annotations.NullMarked;
