package dev.sluice.server.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A method and a path that a pass-through lets pass, as `POST /v1/files/*`. A `*` stands for one
/// or more characters of one segment, a colon excepted: behind that stands a verb in Google's
/// paths, which is named or is not meant. `**` at the end stands for one or more segments, whatever
/// is in them.
///
/// @param method the HTTP method
/// @param segments what stands between the path's slashes
public record AllowedPath(String method, List<String> segments) {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~!$&'()+,=:@*-]+");
  private static final Pattern DOTS = Pattern.compile("\\.+");
  private static final String REST = "**";
  private static final char ANY = '*';
  private static final int LONGEST = 512;

  public AllowedPath {
    segments = List.copyOf(segments);
  }

  /// Reads a method and a path.
  ///
  /// @throws IllegalArgumentException if the text is none; the message begins with `must`
  public static AllowedPath of(String text) {
    int blank = text.indexOf(' ');
    String method = blank < 0 ? "" : text.substring(0, blank);
    String path = text.substring(blank + 1);
    if (!METHODS.contains(method) || !path.startsWith("/") || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "must be GET, POST, PUT, PATCH or DELETE, a blank, and a path from its first slash, such"
              + " as `POST /v1/ocr`");
    }
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      check(segments.get(i), i == segments.size() - 1);
    }
    return new AllowedPath(method, segments);
  }

  private static void check(String segment, boolean last) {
    if (segment.equals(REST) && last) {
      return;
    }
    if (!SEGMENT.matcher(segment).matches() || DOTS.matcher(segment).matches()) {
      throw new IllegalArgumentException(
          "must have segments of letters, digits and ._~!$&'()+,=:@- that are neither empty nor of"
              + " dots alone, without escapes and without a query");
    }
    if (segment.indexOf(ANY) != segment.lastIndexOf(ANY)) {
      throw new IllegalArgumentException(
          "must have one * at most in a segment, and ** at its end alone, as `GET /v1/files/**`");
    }
  }

  /// Whether a request is meant.
  ///
  /// @param path decoded, without an empty segment or one of dots
  public boolean matches(String asked, String path) {
    return method.equals(asked) && matches(path.substring(1).split("/", -1));
  }

  private boolean matches(String[] path) {
    boolean rest = segments.getLast().equals(REST);
    int fixed = rest ? segments.size() - 1 : segments.size();
    if (rest ? path.length <= fixed : path.length != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!fits(segments.get(i), path[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String pattern, String segment) {
    int star = pattern.indexOf(ANY);
    if (star < 0) {
      return pattern.equals(segment);
    }
    String before = pattern.substring(0, star);
    String behind = pattern.substring(star + 1);
    int end = segment.length() - behind.length();
    return end > star
        && segment.startsWith(before)
        && segment.endsWith(behind)
        && segment.substring(star, end).indexOf(':') < 0;
  }

  @Override
  public String toString() {
    return method + " /" + String.join("/", segments);
  }
}
