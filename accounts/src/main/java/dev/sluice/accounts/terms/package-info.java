/// Terms: the caller of a key, and what it may do. Immutable values, and the words in which they
/// are written.
@NullMarked
package dev.sluice.accounts.terms;

import org.jspecify.annotations.NullMarked;
