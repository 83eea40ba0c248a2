/// A client of S3, Amazon's and that of others who speak it: objects of one bucket below one
/// prefix, signed by the gateway's own signer, over the JDK's HTTP client. It knows neither files
/// nor batches.
@NullMarked
package dev.sluice.batches.s3;

import org.jspecify.annotations.NullMarked;
