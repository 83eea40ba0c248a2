package dev.sluice.provider.request;

import dev.sluice.dialect.json.JsonCursor;
import java.io.EOFException;
import java.util.Set;

/// The traits of requests in Gemini's dialect, whose names may be written in camel case or with
/// underscores. For one pass over one body, which was found to be an object before.
/// https://ai.google.dev/api/generate-content
final class GenerateTraits {
  private static final Set<String> CONFIG = Set.of("generationConfig", "generation_config");
  private static final Set<String> THINKING = Set.of("thinkingConfig", "thinking_config");
  private static final Set<String> SHOWN = Set.of("includeThoughts", "include_thoughts");
  private static final Set<String> BUDGET = Set.of("thinkingBudget", "thinking_budget");

  /// The only kind of tool that the client runs.
  private static final Set<String> FUNCTIONS =
      Set.of("functionDeclarations", "function_declarations");

  private final JsonCursor in;
  private boolean reasons;
  private boolean acts;

  private GenerateTraits(JsonCursor in) {
    this.in = in;
  }

  static RequestTraits of(JsonCursor in) throws EOFException {
    var found = new GenerateTraits(in);
    found.top();
    return new RequestTraits(found.reasons, found.acts);
  }

  private void top() throws EOFException {
    in.pass();
    while (in.more()) {
      String name = in.name();
      byte first = in.peek();
      if (CONFIG.contains(name) && first == '{') {
        config();
      } else if (name.equals("tools") && first == '[') {
        tools();
      } else if (name.equals("tools") && first != 'n') {
        // Nobody knows what it says.
        acts = true;
        in.skip();
      } else {
        in.skip();
      }
    }
  }

  private void config() throws EOFException {
    in.pass();
    while (in.more()) {
      if (THINKING.contains(in.name()) && in.peek() == '{') {
        thinking();
      } else {
        in.skip();
      }
    }
  }

  /// Reads the settings of thinking. A request to be shown thoughts asks for them; a budget of
  /// zero, or the least level, asks for next to none.
  private void thinking() throws EOFException {
    in.pass();
    while (in.more()) {
      String name = in.name();
      byte first = in.peek();
      if (SHOWN.contains(name)) {
        reasons |= first == 't';
        in.skip();
      } else if (first == 'n') {
        in.skip();
      } else if (first == '"') {
        reasons |= !in.text().equalsIgnoreCase("minimal");
      } else {
        reasons |= !BUDGET.contains(name) || first != '0';
        in.skip();
      }
    }
  }

  private void tools() throws EOFException {
    in.pass();
    while (in.more()) {
      if (in.peek() == '{') {
        tool();
      } else {
        in.skip();
      }
    }
  }

  private void tool() throws EOFException {
    in.pass();
    while (in.more()) {
      boolean functions = FUNCTIONS.contains(in.name());
      acts |= !functions && in.peek() != 'n';
      in.skip();
    }
  }
}
