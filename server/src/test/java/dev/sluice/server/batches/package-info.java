@NullMarked
package dev.sluice.server.batches;

import org.jspecify.annotations.NullMarked;
