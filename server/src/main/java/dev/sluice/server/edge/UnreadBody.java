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
    return EarlyErrors.isOfKey(error) && isShort(request) ? asked : of(asked, request);
  }

  /// Whether a body is as short as can be kept, or dropped, without a look at it, and comes for
  /// certain.
  static boolean isShort(HttpRequest request) {
    long unsaid = request.method().equals(HttpMethod.POST) ? Long.MAX_VALUE : 0;
    return !HttpUtil.isTransferEncodingChunked(request)
        && HttpUtil.getContentLength(request, unsaid) <= DROPPED_MOST
        && !request.headers().contains(HttpHeaderNames.EXPECT);
  }
}
