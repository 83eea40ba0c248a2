package dev.sluice.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// The framing that a request of HTTP/1 wants for its answer.
///
/// @param old whether it is HTTP/1.0, which knows no chunks
/// @param keepAlive whether the connection may serve another request
/// @param headOnly whether the answer must have no body
/// @param trailers whether its client reads headers behind the body (`te: trailers`)
public record Http1Framing(boolean old, boolean keepAlive, boolean headOnly, boolean trailers)
    implements ResponseFraming {
  private static final String TRAILERS = "trailers";

  /// The framing that can be promised to a malformed request.
  public static final Http1Framing NONE = new Http1Framing(false, false, false, false);

  public static Http1Framing of(HttpRequest request) {
    return new Http1Framing(
        HttpVersion.HTTP_1_0.equals(request.protocolVersion()),
        HttpUtil.isKeepAlive(request),
        HttpMethod.HEAD.equals(request.method()),
        request.headers().containsValue(HttpHeaderNames.TE, TRAILERS, true));
  }

  @Override
  public Http1Framing closing() {
    return keepAlive ? new Http1Framing(old, false, headOnly, trailers) : this;
  }

  @Override
  public AnswerWriter writer(Channel channel) {
    return new Http1AnswerWriter(channel, this);
  }
}
