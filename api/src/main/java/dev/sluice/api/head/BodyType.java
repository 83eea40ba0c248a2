package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Operation.Form;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A body must say that it is JSON in UTF-8, unpacked, or a form in parts where its operation takes
/// one. Any other type, and none, is rejected although it could be guessed: a web page can send
/// those to a loopback address without asking, but not `application/json`. It can send forms, too,
/// so that one of a page's is refused by the header in which browsers say so. Packed bodies are
/// refused so that none can unpack to more than it seems.
final class BodyType {
  /// The header in which browsers say whose page a request is from.
  private static final String SITE = "sec-fetch-site";

  private static final String SAME = "same-origin";
  private static final String JSON = "application/json";
  private static final ApiError FOREIGN_PAGE =
      ApiError.request(
          403, "foreign_page", "requests of web pages are not passed through; call from a program");
  private static final ApiError TWO_CODINGS =
      ApiError.request(
          400, "malformed_request", "Content-Encoding may be there once; leave it out altogether");

  private BodyType() {}

  /// The fault of the body that these headers announce, or null.
  ///
  /// @param form how the body may be written
  static @Nullable ApiError fault(HttpHeaders headers, Form form) {
    ApiError fault = typeFault(headers, form);
    if (fault != null) {
      return fault;
    }
    return codingFault(headers);
  }

  /// The fault of a body that may be of any type, or null. A web page can send many types without
  /// asking, and ask for any path.
  static @Nullable ApiError faultOfAny(HttpHeaders headers) {
    if (isOfPage(headers)) {
      return FOREIGN_PAGE;
    }
    return headers.getAll(HttpHeaderNames.CONTENT_TYPE).size() > 1
        ? unsupported("Content-Type may be there once")
        : codingFault(headers);
  }

  private static @Nullable ApiError codingFault(HttpHeaders headers) {
    String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    return coding == null ? null : fault(coding, headers);
  }

  private static boolean isOfPage(HttpHeaders headers) {
    return headers.contains(SITE) && !SAME.equals(headers.get(SITE));
  }

  private static @Nullable ApiError typeFault(HttpHeaders headers, Form form) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (form != Form.JSON && FormType.isMeant(headers)) {
      return formFault(headers);
    }
    boolean json = type != null && (JSON.equals(type) || json(type.toLowerCase(Locale.ROOT)));
    if (form == Form.PARTS) {
      return unsupported("Content-Type must be multipart/form-data, with its boundary");
    }
    return json
        ? null
        : unsupported("Content-Type must be application/json, its charset utf-8 or left out");
  }

  private static @Nullable ApiError formFault(HttpHeaders headers) {
    if (isOfPage(headers)) {
      return ApiError.request(
          403, "foreign_page", "forms of web pages are not taken; call from a program");
    }
    return FormType.boundary(headers).isEmpty()
        ? unsupported(
            "Content-Type must say the boundary of multipart/form-data, once: 1 to 70 characters")
        : null;
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
