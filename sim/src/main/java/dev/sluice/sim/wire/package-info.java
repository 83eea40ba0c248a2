/// The bytes of the simulator: the provider's own HTTP/1.1 server, made to be able to do everything
/// that a server must not do.
///
/// ```text
/// socket -> HttpRequestDecoder -> ServerConnection -> RequestHandler.answer(ReceivedRequest)
///                                       |                               |
///                                       |                         ReplyDelivery
///                                       |                               |
/// socket <----- ReplyWriter <-----------+---- HttpReply = ReplyHead + ReplyBody
/// ```
///
/// A [dev.sluice.sim.wire.HttpReply] is a value: a head, and a body that is pulled piece by piece,
/// each piece with the time to wait before it, the last one saying how the answer ends (cleanly, by
/// FIN, by RST, or never). Faults are functions from replies to replies, so that nothing here knows
/// any of them. Only [dev.sluice.sim.wire.ReplyWriter] touches buffers.
///
/// Everything about a connection is confined to its event loop; timers are the loop's.
@NullMarked
package dev.sluice.sim.wire;

import org.jspecify.annotations.NullMarked;
