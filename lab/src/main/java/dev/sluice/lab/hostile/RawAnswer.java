package dev.sluice.lab.hostile;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer as it came.
///
/// @param status 0 where the connection ended without an answer, -1 where nothing came in time
/// @param headers by lower-case name
/// @param body the first MiB of it
/// @param length of the whole body, in bytes
/// @param complete whether the body has the end that its framing promises
public record RawAnswer(
    int status, Map<String, String> headers, String body, long length, boolean complete) {
  private static final Pattern CODE = Pattern.compile("\"code\":\\s*\"([^\"]*)\"");

  public static RawAnswer none(int status) {
    return new RawAnswer(status, Map.of(), "", 0, false);
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /// The stable word of an error; empty where there is none.
  String code() {
    Matcher code = CODE.matcher(body);
    return status != 200 && code.find() ? code.group(1) : "";
  }

  /// Returns status and code, for a table.
  public String summary() {
    return switch (status) {
      case 0 -> "closed without an answer";
      case -1 -> "no answer in time";
      default -> (status + " " + code()).strip() + (complete ? "" : ", cut");
    };
  }
}
