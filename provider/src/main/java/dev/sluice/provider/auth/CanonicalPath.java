package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// The path and the query of a request in the form that is signed. Pure functions.
final class CanonicalPath {
  private static final String UNRESERVED = "-_.~";
  private static final String HEX = "0123456789ABCDEF";

  /// The length of an escape.
  private static final int ESCAPE = 3;

  private CanonicalPath() {}

  /// Returns a path with everything escaped once more but slashes.
  static String of(String path, boolean normalizes) {
    return escaped(normalizes ? normal(path) : path, "/");
  }

  /// Returns a query with its parameters in order, by name and then by value. What is escaped in it
  /// stays so.
  static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(CanonicalPath::parameter)
        .sorted((one, other) -> compare(one, other))
        .map(parameter -> parameter[0] + "=" + parameter[1])
        .collect(Collectors.joining("&"));
  }

  /// Returns a query in its own order that has one form only, so that whoever checks its signature
  /// comes to the form that is signed: capitals in escapes, none where none is needed, and of what
  /// is no escape its percent sign escaped. A plus is a blank, as forms have it.
  static String plain(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(parameter -> parameter.split("=", 2))
        .map(parts -> Arrays.stream(parts).map(CanonicalPath::plainPart))
        .map(parts -> parts.collect(Collectors.joining("=")))
        .collect(Collectors.joining("&"));
  }

  private static String plainPart(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && isEscape(text, i)) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + ESCAPE));
        i += ESCAPE - 1;
      } else {
        bytes.writeBytes((c == '+' ? " " : String.valueOf(c)).getBytes(UTF_8));
      }
    }
    return escaped(bytes.toByteArray(), "");
  }

  private static boolean isEscape(String text, int at) {
    return at + ESCAPE <= text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }

  private static int compare(String[] one, String[] other) {
    int names = one[0].compareTo(other[0]);
    return names != 0 ? names : one[1].compareTo(other[1]);
  }

  private static String[] parameter(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    return new String[] {escaped(name, "%"), escaped(value, "%")};
  }

  /// Returns a path without `.` and `..`, and with one slash for several (RFC 3986, 5.2.4).
  private static String normal(String path) {
    if (!path.contains("//") && !path.contains("/.")) {
      return path;
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    boolean open = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
    String end = open && !segments.isEmpty() ? "/" : "";
    return "/" + String.join("/", segments) + end;
  }

  /// @param kept the characters that stay, besides those that never need an escape
  private static String escaped(String text, String kept) {
    if (text.chars().allMatch(c -> isUnreserved((char) c) || kept.indexOf(c) >= 0)) {
      return text;
    }
    return escaped(text.getBytes(UTF_8), kept);
  }

  private static String escaped(byte[] text, String kept) {
    StringBuilder escaped = new StringBuilder(text.length + 8);
    for (byte b : text) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || kept.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return escaped.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
