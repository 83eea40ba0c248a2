/// Caching: an answer that is complete and good may serve identical calls of the same tenant for a
/// while, without a call to the provider.
///
/// ```text
///            no entry, too old, damaged, or the client wants its own
///   lookup ─────────────────────────────────────────────> call ──> complete, not too large: kept
///      └──> hit: played back, a stream as a stream
/// ```
///
/// [dev.sluice.cache.Cache] is the filter. [dev.sluice.cache.Store] knows what is kept, within a
/// bound in bytes; [dev.sluice.cache.Recorder] copies an answer as it passes, and
/// [dev.sluice.cache.Playback] writes a kept one into a call's sink, no faster than its client
/// reads.
///
/// What is kept was ended well by its provider: a failed, cut or overlong answer never is, whatever
/// its status was. Each entry is checked against its checksum before it is served; a damaged one is
/// dropped, and the call is made.
///
/// Threads: the store is for calls' threads. A recorder and a playback write on the call's loop;
/// who of loop and thread ends a playback is settled by one atomic step.
@NullMarked
package dev.sluice.cache;

import org.jspecify.annotations.NullMarked;
