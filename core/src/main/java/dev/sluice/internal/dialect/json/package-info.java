/// JSON for the dialects: a small tree of what was read, a writer whose output depends on nothing
/// but what is written, and a meter that counts the heap of both before it is taken.
///
/// Trees are immutable and safe for any number of threads; a writer belongs to one.
@NullMarked
package dev.sluice.internal.dialect.json;

import org.jspecify.annotations.NullMarked;
