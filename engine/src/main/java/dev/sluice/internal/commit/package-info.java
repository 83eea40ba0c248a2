/// The time at which a streamed answer begins to reach its client, and what the client sees until
/// then: delayed commit and signs of life.
///
/// Delayed commit holds a streamed answer beyond its first event, for a time or until it is
/// complete, so that whatever fails meanwhile is repeated by the retry behind, and the client does
/// not see it:
///
/// ```text
/// first event ──hold──> end ──> the client has all of it at once
///                 ├──fault──> what was held is dropped, another attempt
///                 └──commit_max, no memory, the time is up──> the client has what was held,
///                                                             then the rest as it comes
/// ```
///
/// - [dev.sluice.internal.commit.DelayedCommit] is the filter that holds, in front of the retry
/// - [dev.sluice.internal.commit.HoldingSink] holds one call's answer
/// - [dev.sluice.internal.commit.KeepAlive] is the filter that sends signs of life to a stream that
///   has not begun, in front of what calls share, since each client waits for itself
/// - [dev.sluice.internal.commit.Beat] is its timer, from the call's arrival at its route until its
///   first token
///
/// A sign of life is a comment that opens the client's stream: from then on a failure is an error
/// event, which SDKs do not repeat; before, it keeps its status. A route with neither
/// `queue.heartbeat` nor `commit` has no such filter.
///
/// Threads: the filters run on the call's thread, sinks and timers on its loop.
@NullMarked
package dev.sluice.internal.commit;

import org.jspecify.annotations.NullMarked;
