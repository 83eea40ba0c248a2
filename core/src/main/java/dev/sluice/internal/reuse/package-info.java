/// Whole answers in memory, as caches and batches hand them out: written to a client at its pace.
@NullMarked
package dev.sluice.internal.reuse;

import org.jspecify.annotations.NullMarked;
