/// Files that clients keep at the gateway: their contents in a folder or a bucket, and a row of the
/// store for each. A file belongs to the team of the key that has brought it. Nothing here knows of
/// batches.
@NullMarked
package dev.sluice.batches.file;

import org.jspecify.annotations.NullMarked;
