package dev.sluice.api.head;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/// The media type of a body that is a form in parts, `multipart/form-data`, and its boundary.
public final class FormType {
  private static final String FORM = "multipart/form-data";
  private static final String BOUNDARY = "boundary=";
  private static final int BOUNDARY_MAX = 70;

  /// The characters of a boundary beside letters and digits (RFC 2046, section 5.1.1), without the
  /// blank, which may not be last and which no client writes.
  private static final String MARKS = "'()+_,-./:=?";

  private FormType() {}

  /// Whether the body says that it is a form in parts.
  static boolean isMeant(HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
  }

  /// The boundary of a form in parts; empty where the body is none, or its boundary is none.
  public static String boundary(HttpHeaders headers) {
    if (!isMeant(headers)) {
      return "";
    }
    List<String> types = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
    if (types.size() != 1) {
      return "";
    }
    String[] words = types.getFirst().split(";", -1);
    if (!words[0].strip().equalsIgnoreCase(FORM)) {
      return "";
    }
    String found = "";
    for (int i = 1; i < words.length; i++) {
      String word = words[i].strip();
      if (word.regionMatches(true, 0, BOUNDARY, 0, BOUNDARY.length())) {
        String boundary = unquoted(word.substring(BOUNDARY.length()));
        if (!found.isEmpty() || !isBoundary(boundary)) {
          return "";
        }
        found = boundary;
      }
    }
    return found;
  }

  private static String unquoted(String text) {
    int end = text.length() - 1;
    return end > 0 && text.charAt(0) == '"' && text.charAt(end) == '"'
        ? text.substring(1, end)
        : text;
  }

  private static boolean isBoundary(String text) {
    return !text.isEmpty()
        && text.length() <= BOUNDARY_MAX
        && text.chars().allMatch(FormType::isOfBoundary);
  }

  private static boolean isOfBoundary(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || MARKS.indexOf(c) >= 0;
  }
}
