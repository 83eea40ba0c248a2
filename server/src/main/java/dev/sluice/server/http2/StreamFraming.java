package dev.sluice.server.http2;

import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.ResponseFraming;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/// The framing of the answer on a stream. Each stream has one, and ends with it.
///
/// @param headOnly whether it must have no body
/// @param trailers whether its client reads headers behind the body (`te: trailers`)
/// @param malformed whether the stream ends by a reset in any case, since the request is malformed
///   (RFC 9113, 8.1.1)
record StreamFraming(boolean headOnly, boolean trailers, boolean malformed)
    implements ResponseFraming {
  private static final String TRAILERS = "trailers";

  static final StreamFraming MALFORMED = new StreamFraming(false, false, true);

  static StreamFraming of(HttpRequest request) {
    return new StreamFraming(
        HttpMethod.HEAD.equals(request.method()),
        request.headers().containsValue(HttpHeaderNames.TE, TRAILERS, true),
        false);
  }

  @Override
  public ResponseFraming closing() {
    return this;
  }

  @Override
  public AnswerWriter writer(Channel channel) {
    return new Http2AnswerWriter(channel, this);
  }
}
