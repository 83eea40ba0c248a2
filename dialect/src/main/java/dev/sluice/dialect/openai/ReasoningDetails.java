package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;

/// The `reasoning_details`, a list in which clients of Chat Completions carry sealed thinking back
/// and forth (the form is OpenRouter's).
final class ReasoningDetails {
  private boolean begun;
  private int index;

  /// Writes a block if it is sealed.
  void add(JsonOutput out, ContentBlock block) {
    if (block instanceof ContentBlock.Thinking(String text, String seal, _) && seal != null) {
      entry(out, "reasoning.text").field("text", text).field("signature", seal);
    } else if (block instanceof ContentBlock.Redacted hidden) {
      entry(out, "reasoning.encrypted").field("data", hidden.seal());
    } else {
      return;
    }
    out.field("index", index++).close('}');
  }

  private JsonOutput entry(JsonOutput out, String type) {
    if (!begun) {
      begun = true;
      out.name("reasoning_details").open('[');
    }
    return out.open('{').field("type", type);
  }

  /// Ends the list that [#add] has begun.
  void end(JsonOutput out) {
    if (begun) {
      begun = false;
      out.close(']');
    }
  }
}
