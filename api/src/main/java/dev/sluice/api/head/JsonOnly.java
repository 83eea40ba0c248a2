package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A body must say that it is JSON in UTF-8, unpacked. Any other type, and none, is rejected
/// although it could be guessed: a web page can send those to a loopback address without asking,
/// but not `application/json`. Packed bodies are refused so that none can unpack to more than it
/// seems.
final class JsonOnly {
  private static final String JSON = "application/json";
  private static final ApiError TWO_CODINGS =
      ApiError.request(
          400, "malformed_request", "Content-Encoding may be there once; leave it out altogether");

  private JsonOnly() {}

  /// The fault of the body that these headers announce, or null.
  static @Nullable ApiError fault(HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !(JSON.equals(type) || json(type.toLowerCase(Locale.ROOT)))) {
      return unsupported("Content-Type must be application/json, its charset utf-8 or left out");
    }
    String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    return coding == null ? null : fault(coding, headers);
  }

  private static @Nullable ApiError fault(String coding, HttpHeaders headers) {
    if (headers.getAll(HttpHeaderNames.CONTENT_ENCODING).size() > 1) {
      return TWO_CODINGS;
    }
    return coding.equalsIgnoreCase("identity")
        ? null
        : unsupported("Content-Encoding is not supported; send the body as it is");
  }

  private static ApiError unsupported(String message) {
    return ApiError.request(415, "unsupported_media_type", message);
  }

  private static boolean json(String type) {
    int end = type.indexOf(';');
    return type.substring(0, end < 0 ? type.length() : end).strip().equals(JSON)
        && utf8(type, type.indexOf("charset="));
  }

  private static boolean utf8(String type, int charset) {
    if (charset < 0) {
      return true;
    }
    String name = type.substring(charset + "charset=".length());
    int end = name.indexOf(';');
    return name.substring(0, end < 0 ? name.length() : end)
        .replace('"', ' ')
        .strip()
        .equals("utf-8");
  }
}
