package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/// The decision about a connection whose request is answered without a look at its body.
final class UnreadBody {
  /// The longest body, in bytes, that is dropped so that its connection can go on.
  private static final long DROPPED_MOST = 16 * 1024;

  private UnreadBody() {}

  /// A body that is not read, or whose end is unknown, ends the connection.
  static RequestContext of(RequestContext context, HttpRequest request) {
    boolean bodyless =
        !request.method().equals(HttpMethod.POST)
            && !HttpUtil.isTransferEncodingChunked(request)
            && HttpUtil.getContentLength(request, 0L) == 0;
    return bodyless ? context : context.closing();
  }

  /// Whether the body of a request that is turned away with `error` is dropped as it comes, so that
  /// its connection goes on: a short one that comes for certain, where the request shows no good
  /// key. A client that guesses would connect anew for each key, which costs several times what a
  /// refusal does.
  static boolean isDropped(HttpRequest request, ApiError error) {
    long unsaid = request.method().equals(HttpMethod.POST) ? Long.MAX_VALUE : 0;
    return EarlyErrors.isOfKey(error)
        && !HttpUtil.isTransferEncodingChunked(request)
        && HttpUtil.getContentLength(request, unsaid) <= DROPPED_MOST
        && !request.headers().contains(HttpHeaderNames.EXPECT);
  }
}
