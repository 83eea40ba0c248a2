package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;

/// The simulator's count of a prompt, by the rule of the other dialects: four bytes of text are one
/// token, and each message costs three more.
final class TokenCount {
  private static final int BYTES = 4;
  private static final int EACH = 3;

  private TokenCount() {}

  /// Returns the tokens of a request to generate.
  static long of(JsonNode request) {
    JsonNode contents = RequestMembers.get(request, "contents");
    long bytes = bytes(contents) + bytes(RequestMembers.get(request, "systemInstruction"));
    return Math.ceilDiv(bytes, BYTES) + EACH * (contents.size() + 1L);
  }

  /// Returns the tokens of one text.
  static long of(String text) {
    return Math.ceilDiv(text.length(), BYTES);
  }

  private static long bytes(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length();
    }
    long bytes = node.isIntegralNumber() ? BYTES : 0;
    for (JsonNode below : node) {
      bytes += bytes(below);
    }
    return bytes;
  }
}
