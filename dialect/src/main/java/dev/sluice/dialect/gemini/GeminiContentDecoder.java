package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.ConversationDecoder;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the system's instruction and the contents. A content without a role is the user's.
///
/// Belongs to one thread.
final class GeminiContentDecoder extends ConversationDecoder {
  private final List<Extra> extras;
  private final PendingToolCalls calls = new PendingToolCalls();

  GeminiContentDecoder(List<Extra> extras) {
    this.extras = extras;
  }

  void decode(@Nullable JsonNode instruction, @Nullable JsonNode contents) {
    if (instruction != null) {
      system(instruction);
    }
    if (contents == null || !contents.is(JsonKind.ARRAY) || contents.children().isEmpty()) {
      throw new Untranslatable("contents", "at least one content is needed");
    }
    contents.children().forEach(this::content);
    turns.complete();
  }

  private void system(JsonNode instruction) {
    if (instruction.is(JsonKind.STRING)) {
      system.add(new ContentBlock.Text(instruction.text(), SourcePath.of(instruction)));
      return;
    }
    for (ContentBlock block : GeminiPartDecoder.blocks(instruction, false, calls, extras)) {
      if (!(block instanceof ContentBlock.Text text)) {
        throw new Untranslatable(block.place(), "the system's instruction holds text alone");
      }
      system.add(text);
    }
  }

  private void content(JsonNode content) {
    switch (content.string("role", "user")) {
      case "user", "function" -> turn(content, Role.USER);
      case "model" -> turn(content, Role.ASSISTANT);
      default ->
          throw new Untranslatable(
              content.path() + ".role",
              "neither user nor model: a system's words stand in systemInstruction");
    }
  }

  private void turn(JsonNode content, Role role) {
    boolean model = role == Role.ASSISTANT;
    if (model && turns.isEmpty()) {
      throw new Untranslatable(
          content.path() + ".role", "contents begin with one of the user, not of the model");
    }
    turns.add(
        role, GeminiPartDecoder.blocks(content, model, calls, extras), SourcePath.of(content));
  }
}
