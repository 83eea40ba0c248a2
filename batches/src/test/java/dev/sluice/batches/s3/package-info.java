/// Tests of the client of S3, and a server of S3 that tests script.
@NullMarked
package dev.sluice.batches.s3;

import org.jspecify.annotations.NullMarked;
