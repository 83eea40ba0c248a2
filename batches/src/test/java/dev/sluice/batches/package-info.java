@NullMarked
package dev.sluice.batches;

import org.jspecify.annotations.NullMarked;
