/// What is counted: figures and histograms as one vector, counters that only grow, and vectors as
/// few bytes. Knows nothing of time.
@NullMarked
package dev.sluice.internal.history.count;

import org.jspecify.annotations.NullMarked;
