/// Batches of calls, from the upload of their lines to the files of their results.
@NullMarked
package dev.sluice.it.batches;

import org.jspecify.annotations.NullMarked;
