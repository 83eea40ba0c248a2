/// What all dialects share in translating: what a target takes, what was dropped on the way to it,
/// how turns are joined, and how a translation fails.
@NullMarked
package dev.sluice.internal.dialect.rule;

import org.jspecify.annotations.NullMarked;
