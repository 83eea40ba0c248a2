/// Signs of life for streams that have not begun ([dev.sluice.internal.keepalive.KeepAlive]): a
/// timer of the call's loop, from the call's arrival at its route until its first token. A route
/// with neither `queue.heartbeat` nor `commit` has no such filter.
///
/// A sign of life opens the client's stream: from then on a failure is an error event, which SDKs
/// do not repeat; before, it keeps its status.
@NullMarked
package dev.sluice.internal.keepalive;

import org.jspecify.annotations.NullMarked;
