/// Batches: offline work as files of calls, a line each, in the form of OpenAI's Batch API. Their
/// lines are calls of the lowest band, so that they use what others leave of the quota.
@NullMarked
package dev.sluice.batches;

import org.jspecify.annotations.NullMarked;
