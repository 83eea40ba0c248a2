package dev.sluice.transport;

import dev.sluice.config.provider.Origin;
import io.netty.buffer.ByteBuf;
import java.util.Map;

/// One HTTP request as it goes on the wire.
///
/// @param origin the origin that the request goes to
/// @param method `GET`, `POST` or `DELETE`
/// @param path path and query, from the first slash
/// @param headers all headers that the gateway chooses, by lower-case name, in visible ASCII; the
///   transport adds `host`, `connection`, `accept-encoding` and `content-length`, and accepts
///   nothing else that bears on the framing
/// @param body the body; empty for none. Owned by the transport from [Transport#exchange] on
public record WireRequest(
    Origin origin, String method, String path, Map<String, String> headers, ByteBuf body) {}
