/// Statistics that several features keep.
@NullMarked
package dev.sluice.internal.stats;

import org.jspecify.annotations.NullMarked;
