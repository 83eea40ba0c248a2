package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;

/// The order of turns with function calls: a turn that calls follows one of the user's, and the
/// content right behind it has as many responses as it has calls.
final class Turns {
  private static final String ENSURE = "Please ensure that ";

  private Turns() {}

  static void check(JsonNode contents) throws Refusal {
    for (int i = 0; i < contents.size(); i++) {
      JsonNode before = i == 0 ? contents.path("none") : contents.get(i - 1);
      turn(before, contents.get(i));
    }
  }

  private static void turn(JsonNode before, JsonNode content) throws Refusal {
    long responses = count(content, "functionResponse");
    long asked = count(before, "functionCall");
    if (responses > 0 && asked == 0) {
      throw Wrong.of(
          ENSURE + "function response turn comes immediately after a function call turn.");
    }
    if (responses != asked) {
      throw Wrong.of(
          ENSURE
              + "the number of function response parts is equal to the number of function call"
              + " parts of the function call turn.");
    }
    boolean calls = count(content, "functionCall") > 0;
    if (calls && (before.isMissingNode() || before.path("role").asText("").equals("model"))) {
      throw Wrong.of(
          ENSURE
              + "function call turn comes immediately after a user turn or after a function"
              + " response turn.");
    }
  }

  /// How many parts of `content` are of a kind.
  static long count(JsonNode content, String kind) {
    long count = 0;
    for (JsonNode part : RequestMembers.parts(content)) {
      count += RequestMembers.has(part, kind) ? 1 : 0;
    }
    return count;
  }
}
