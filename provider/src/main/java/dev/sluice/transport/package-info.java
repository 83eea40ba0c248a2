/// HTTP/1.1 to the providers: pooled keep-alive connections over TCP and TLS, directly or through a
/// proxy, and the event loops that own them. No other package of the module knows sockets.
///
/// ```
/// call's thread   NettyTransport.exchange --------- parked in Handoff --------- Outcome
///                        | execute                                                 ^ unpark
/// loop            HttpExchange -> Pool -> [Dial: resolve, judge, connect, (Tunnel), TLS] -> Connection -> Sink
/// ```
///
/// - [dev.sluice.transport.loop.Loops] starts the loops; each is a [dev.sluice.call.runtime.Loop]
///   and carries the virtual threads of its calls where the JDK lets it (one class reaches for
///   that, and a probe finds out whether it works).
/// - Everything below `NettyTransport` is confined to one loop: no lock, and no state shared
///   between loops. Only counters are read and written by any thread.
/// - Only the call's own thread waits here, and nothing here knows a timeout: a caller whose time
///   is over aborts the attempt.
@NullMarked
package dev.sluice.transport;

import org.jspecify.annotations.NullMarked;
