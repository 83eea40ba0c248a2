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
/// @param session what tells the credential that is to authorise the request from others of the
///   same provider, as names with values; nothing of it is sent with the request
/// @param once whether the request must not be sent again by the transport, whatever has become of
///   it
public record WireRequest(
    Origin origin,
    String method,
    String path,
    Map<String, String> headers,
    ByteBuf body,
    Map<String, String> session,
    boolean once) {

  /// A request that the provider's one credential authorises, or none.
  public WireRequest(
      Origin origin, String method, String path, Map<String, String> headers, ByteBuf body) {
    this(origin, method, path, headers, body, Map.of(), false);
  }

  /// A copy of this request as one credential authorises it.
  public WireRequest authorized(String as, Map<String, String> with) {
    return new WireRequest(origin, method, as, with, body, Map.of(), once);
  }

  /// A copy of this request that shares its body.
  public WireRequest duplicate() {
    return new WireRequest(origin, method, path, headers, body.duplicate(), Map.of(), once);
  }
}
