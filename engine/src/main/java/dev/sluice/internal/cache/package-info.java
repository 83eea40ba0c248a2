/// Caching: an answer that is complete and good may serve identical calls of the same tenant for a
/// while, without a call to the provider.
///
/// ```text
///            no entry, too old, damaged, or the client wants its own
///   lookup ─────────────────────────────────────────────> call ──> complete, not too large: kept
///      └──> hit: played back, a stream as a stream
/// ```
///
/// The cache stores each input of embeddings and moderations for itself:
///
/// ```text
///   lookup ──> none kept ──────────────────────────────> call as it came ──> exact: each part kept
///      │──> some ──> call for the others ──> exact, of the same model: put together, kept
///      │                                └──> else: call as it came
///      └──> all: put together
/// ```
///
/// [dev.sluice.internal.cache.Cache] is the filter that looks,
/// [dev.sluice.internal.cache.Insertion] the one that stores: it is behind the sharing of calls,
/// and passes the end of an answer on when that is stored, so that no call sent behind the end
/// misses it. [dev.sluice.internal.cache.AnswerStore] knows what is kept, within a bound in bytes;
/// [dev.sluice.internal.cache.Recorder] copies an answer as it passes, and
/// [dev.sluice.call.answer.BufferedAnswerWriter] writes a kept one into a call's sink, no faster
/// than its client reads. [dev.sluice.internal.cache.ItemCache] is for calls that can be taken
/// apart: a [dev.sluice.internal.cache.PartialHit] knows what of one is kept,
/// [dev.sluice.call.item.BufferingSink] takes in the answer for the others, and
/// [dev.sluice.internal.cache.SplitAnswer] makes parts to be kept of an answer.
///
/// A stored answer was ended well by its provider: a failed, cut or overlong answer never is
/// stored, whatever its status was, nor one without content (no choices, no data, a bare `[DONE]`).
/// Each entry is checked against its checksum before it is served; a damaged one is dropped, and
/// the call is made.
///
/// Threads: the store is for calls' threads. A recorder and a writer write on the call's loop; one
/// atomic step settles whether the loop or the thread ends a write.
@NullMarked
package dev.sluice.internal.cache;

import org.jspecify.annotations.NullMarked;
