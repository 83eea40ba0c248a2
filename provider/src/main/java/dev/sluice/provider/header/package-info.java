/// Headers of requests to providers: those that a dialect defines, those that configuration adds or
/// lets pass, and those that never do. Immutable.
@NullMarked
package dev.sluice.provider.header;

import org.jspecify.annotations.NullMarked;
