/// Coalescing: identical deterministic calls of one tenant that are under way at the same time
/// share one call to the provider, streams included.
///
/// ```text
///             nobody asks the same                     its answer has ended, or the last has left
///   (none) ──────────────────────> shared, joinable ───────────────────────────────> (none)
///                                    │        ^ joins: as urgent, no more patient
///              its beginning is gone v        │
///                                  shared, closed: the next one begins another
/// ```
///
/// [dev.sluice.internal.coalesce.Coalesce] is the filter.
/// [dev.sluice.internal.coalesce.SharedCalls] is the state machine: which calls share one, and
/// which member is the last to leave. The shared call is a call of its own, with its own thread,
/// body and deadline; it belongs to none of its members. Its events go into a
/// [dev.sluice.internal.coalesce.Replay], a list from which each
/// [dev.sluice.internal.coalesce.Subscriber] reads on its own loop, at the pace of its own client:
/// a late member begins at its beginning.
///
/// Bounds: the shared call reads on while the fastest member keeps up, 64 KiB apart; the beginning
/// is kept for late members for 256 KiB; a member that is further behind and cannot write gets a
/// call of its own, or, when its client has seen the beginning, an error that says so. Events that
/// no member has to read any more are garbage: the list is copied to the heap once, since to hold
/// on to the buffers of an event of 200 bytes would hold on to everything that was read along with
/// it.
///
/// Threads: [dev.sluice.internal.coalesce.SharedCalls] is for calls' threads, under its lock. A
/// replay is written on the loop of the shared call alone and read on any; it takes no lock. A
/// member is pumped on its own loop while its call's thread waits; one atomic step settles which of
/// the two ends it.
@NullMarked
package dev.sluice.internal.coalesce;

import org.jspecify.annotations.NullMarked;
