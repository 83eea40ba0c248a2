package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.lab.wire.WireRequest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a request that the provider looks at.
///
/// @param model without a prefix
/// @param text the first message's, as it is escaped
/// @param stream whether a stream was asked for
/// @param authorization the gateway's own
/// @param body the beginning of it
/// @param line the request line
record HostileRequest(
    String model, String text, boolean stream, String authorization, String body, String line) {

  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":([0-9]{1,9})");

  static HostileRequest of(WireRequest request) {
    String body = new String(request.body(), ISO_8859_1);
    return new HostileRequest(
        value(body, "model"),
        value(body, "content"),
        body.contains("\"stream\":true") || body.contains("\"stream\": true"),
        request.headers().getOrDefault("authorization", ""),
        body,
        request.line());
  }

  /// The number behind the last dash of the model's name.
  int number() {
    return Integer.parseInt(model.substring(model.lastIndexOf('-') + 1));
  }

  /// Returns how many tokens the request asks for; 0 where it does not say.
  int maxTokens() {
    Matcher matcher = MAX_TOKENS.matcher(body);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  boolean says(String word) {
    return text.toLowerCase(Locale.ROOT).contains(word);
  }

  /// The text of the first member of this name, as it is escaped.
  private static String value(String body, String name) {
    int at = body.indexOf("\"" + name + "\"");
    int from = at < 0 ? -1 : body.indexOf('"', at + name.length() + 2);
    if (from < 0) {
      return "";
    }
    int to = from + 1;
    while (to < body.length() && body.charAt(to) != '"') {
      to += body.charAt(to) == '\\' ? 2 : 1;
    }
    return body.substring(from + 1, Math.min(to, body.length()));
  }
}
