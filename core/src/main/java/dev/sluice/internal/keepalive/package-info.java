/// Signs of life for streams that have not begun ([dev.sluice.internal.keepalive.KeepAlive]): a
/// timer of the call's loop, from the call's arrival at its route until its first token. A route
/// without `queue.heartbeat` has no such filter.
@NullMarked
package dev.sluice.internal.keepalive;

import org.jspecify.annotations.NullMarked;
