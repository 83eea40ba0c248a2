/// Batches over HTTP, in the form of OpenAI's Batch API, and the calls of their lines, which are
/// made as any caller's.
@NullMarked
package dev.sluice.server.batches;

import org.jspecify.annotations.NullMarked;
