/// What providers hold of a conversation: requests refer to it in place of saying it.
@NullMarked
package dev.sluice.internal.dialect.held;

import org.jspecify.annotations.NullMarked;
