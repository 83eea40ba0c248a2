package dev.sluice.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Locale;
import java.util.Set;

/// Writes what was sent for people. Keys are hidden, since tests may have real ones.
final class SentText {
  private static final int MOST = 4_000;
  private static final Set<String> SECRET =
      Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie");

  private SentText() {}

  static String value(Header header) {
    return SECRET.contains(header.name().toLowerCase(Locale.ROOT)) ? "***" : header.value();
  }

  /// @param json the body; missing where it is no JSON
  static String body(JsonNode json, ReceivedRequest request) {
    String text = json.isMissingNode() ? request.text() : pretty(json);
    String shown = text.length() > MOST ? text.substring(0, MOST) + "\n..." : text;
    return shown.indent(2).stripTrailing();
  }

  private static String pretty(JsonNode json) {
    try {
      return SentBody.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      return json.toString();
    }
  }
}
