package dev.sluice.server.http;

import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The checks of a request's head where Netty's decoder is more lenient than a proxy may be.
public final class RequestGuard {
  private static final Malformed VERSION =
      new Malformed(505, "the version of HTTP must be 1.1 or 1.0");
  private static final Malformed HOST =
      Malformed.bad("there must be exactly one Host header, and it must name a host");
  private static final Malformed CODING =
      Malformed.bad("Transfer-Encoding must be chunked and nothing else, and not in HTTP/1.0");
  private static final Malformed LENGTH =
      Malformed.bad("Content-Length must be one number, written in digits");
  private static final Malformed WEB_SOCKET =
      Malformed.bad("Sec-WebSocket-Key1 hides a body; leave it out");

  private static final String HOST_MARKS = "-._~!$&'()*+,;=:[]%";

  private RequestGuard() {}

  /// The fault of `request`, or null.
  public static @Nullable Malformed check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    boolean old = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
    if (!old && !HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
      return VERSION;
    }
    if (headers.size() > HeadLimits.HEADER_COUNT) {
      return Malformed.MANY_HEADERS;
    }
    if (!hostFits(headers.getAll(HttpHeaderNames.HOST), old)) {
      return HOST;
    }
    return framing(headers, old);
  }

  private static @Nullable Malformed framing(HttpHeaders headers, boolean old) {
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && (old || !isChunked(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING)))) {
      return CODING;
    }
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (!lengths.isEmpty() && (lengths.size() > 1 || !Ascii.digits(lengths.getFirst()))) {
      return LENGTH;
    }
    return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1) ? WEB_SOCKET : null;
  }

  private static boolean isChunked(List<String> codings) {
    return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
  }

  private static boolean hostFits(List<String> hosts, boolean old) {
    return hosts.isEmpty() ? old : hosts.size() == 1 && Ascii.word(hosts.getFirst(), HOST_MARKS);
  }
}
