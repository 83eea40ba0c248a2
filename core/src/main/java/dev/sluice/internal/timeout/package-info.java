/// Phase timeouts. A call runs against four clocks, since one bound over the whole is either too
/// long to notice a dead stream or too short for a long answer: to connect, to the first meaningful
/// event, between meaningful events, and in all.
@NullMarked
package dev.sluice.internal.timeout;

import org.jspecify.annotations.NullMarked;
