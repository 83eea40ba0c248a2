package dev.sluice.server.edge;

import dev.sluice.server.dialect.ApiError;
import dev.sluice.server.edge.answer.RequestContext;
import dev.sluice.server.edge.head.EarlyErrors;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/// What becomes of a connection whose request is answered without a look at its body.
final class UnreadBody {
  /// The longest body, in bytes, that is dropped so that its connection can go on.
  private static final long DROPPED_MOST = 16 * 1024;

  private UnreadBody() {}

  /// A body that is not read, or whose end is unknown, ends the connection.
  static RequestContext of(RequestContext asked, HttpRequest request) {
    boolean bodyless =
        !request.method().equals(HttpMethod.POST)
            && !HttpUtil.isTransferEncodingChunked(request)
            && HttpUtil.getContentLength(request, 0L) == 0;
    return bodyless ? asked : asked.closing();
  }

  /// The short body of a request without a good key is dropped as it comes: a client that guesses
  /// would connect anew for each key, which costs several times what a refusal does.
  static RequestContext of(RequestContext asked, HttpRequest request, ApiError error) {
    boolean dropped =
        EarlyErrors.isOfKey(error)
            && !HttpUtil.isTransferEncodingChunked(request)
            && HttpUtil.getContentLength(request, Long.MAX_VALUE) <= DROPPED_MOST
            && !request.headers().contains(HttpHeaderNames.EXPECT);
    return dropped ? asked : of(asked, request);
  }
}
