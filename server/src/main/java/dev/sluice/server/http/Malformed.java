package dev.sluice.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/// A request that cannot be trusted to be what it seems. It gets this status, and its connection is
/// closed: the bytes behind it cannot be trusted either.
///
/// @param status 400, 401, 414, 431 or 505
/// @param why what is wrong, and what would be right; one line, no word of the client's in it
public record Malformed(int status, String why) {
  private static final Malformed LONG_LINE =
      new Malformed(414, "the request line is above " + HeadLimits.REQUEST_LINE + " bytes");
  static final Malformed LARGE_HEADERS =
      new Malformed(431, "the headers are above " + HeadLimits.HEADERS + " bytes");
  static final Malformed MANY_HEADERS =
      new Malformed(431, "there are more than " + HeadLimits.HEADER_COUNT + " header lines");
  static final Malformed LARGE_KEY = new Malformed(401, "the key is far too long to be one");

  /// Makes a fault that is answered 400.
  public static Malformed bad(String why) {
    return new Malformed(400, why);
  }

  /// Makes the fault that Netty's decoder has found.
  static Malformed found(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> LONG_LINE;
      case TooLongHttpHeaderException _ -> LARGE_HEADERS;
      default -> bad("the request is not valid HTTP/1.1");
    };
  }
}
