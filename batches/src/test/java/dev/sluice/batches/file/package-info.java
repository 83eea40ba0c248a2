/// Tests of the files that clients keep here.
@NullMarked
package dev.sluice.batches.file;

import org.jspecify.annotations.NullMarked;
