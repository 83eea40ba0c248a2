@NullMarked
package dev.sluice.batches.delegate;

import org.jspecify.annotations.NullMarked;
