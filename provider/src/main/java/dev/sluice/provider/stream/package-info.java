/// Decides whether a whole answer is asked for as a stream, and remembers of which providers'
/// streams that holds.
@NullMarked
package dev.sluice.provider.stream;

import org.jspecify.annotations.NullMarked;
