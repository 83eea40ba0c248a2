package dev.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// The framing that a request wants for its answer.
///
/// @param old whether it is HTTP/1.0, which knows no chunks
/// @param keepAlive whether the connection may serve another request
/// @param headOnly whether the answer must have no body
/// @param trailers whether its client reads headers behind the body (`te: trailers`)
public record ResponseFraming(boolean old, boolean keepAlive, boolean headOnly, boolean trailers) {
  private static final String TRAILERS = "trailers";

  /// The framing that can be promised to a malformed request.
  public static final ResponseFraming NONE = new ResponseFraming(false, false, false, false);

  public static ResponseFraming of(HttpRequest request) {
    return new ResponseFraming(
        HttpVersion.HTTP_1_0.equals(request.protocolVersion()),
        HttpUtil.isKeepAlive(request),
        HttpMethod.HEAD.equals(request.method()),
        request.headers().containsValue(HttpHeaderNames.TE, TRAILERS, true));
  }

  /// Returns this framing for an answer that ends its connection.
  public ResponseFraming closing() {
    return keepAlive ? new ResponseFraming(old, false, headOnly, trailers) : this;
  }
}
