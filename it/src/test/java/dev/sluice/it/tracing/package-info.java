/// Spans of a whole gateway, as a collector gets them.
@NullMarked
package dev.sluice.it.tracing;

import org.jspecify.annotations.NullMarked;
