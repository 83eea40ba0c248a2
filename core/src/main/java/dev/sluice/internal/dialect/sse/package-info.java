/// Answers that arrive in events: the lines they are made of, and the two sides of their
/// translation.
@NullMarked
package dev.sluice.internal.dialect.sse;

import org.jspecify.annotations.NullMarked;
