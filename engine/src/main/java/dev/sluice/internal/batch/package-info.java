/// Batching: calls that ask the same of several inputs (embeddings, moderations) share one upstream
/// call. Calls that could be one (equal but for their inputs, and on behalf of the same tenant in
/// the same band) use the same *key state*:
///
/// ```text
///                 key idle                                      answered: to each its part
/// a call enters ──────────────> sent at once, by itself ──┐    ┌──> incomplete: asked again, once
///       │                                                 │    │
///       │ key busy               key idle again  <────────┴────┤
///       └──────────> gathers ──────────────────────> sent ─────┼──> refused: two halves, each sent
///                                                    together  │    anew; one that is left goes alone
///                    full, or the wait is over ──────────^     └──> failed: so have all
/// ```
///
/// - [dev.sluice.internal.batch.Batching] is the filter, in front of the retry: a repeat of the
///   shared call is one attempt
/// - [dev.sluice.internal.batch.Batcher] is the state machine: which calls go together, and when
/// - [dev.sluice.internal.batch.BatchCall] is the shared call,
///   [dev.sluice.internal.batch.Collector] takes its answer in
/// - [dev.sluice.internal.batch.BatchedCall] is a call that waits,
///   [dev.sluice.call.answer.BufferedAnswerWriter] hands its part to it
///
/// A call that goes alone is passed on unchanged, and so is its answer.
///
/// Threads: each call waits on its own; the shared call has one of its own, from the moment the
/// first one waits for it, and is cancelled when the last one has left. Loops only count down
/// latches. Answers are held whole, 128 KiB for each input at most, and take of the memory budget
/// until their parts are delivered; an answer beyond that is stopped, and its members go alone. The
/// idea of gathering only while something is under way is Nagle's (RFC 896); where a batch is
/// refused, it is halved until what is refused is alone.
@NullMarked
package dev.sluice.internal.batch;

import org.jspecify.annotations.NullMarked;
