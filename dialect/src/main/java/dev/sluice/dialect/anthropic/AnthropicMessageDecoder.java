package dev.sluice.dialect.anthropic;

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

/// A decoder of the system's texts and the messages of Anthropic's dialect.
///
/// Belongs to one thread.
final class AnthropicMessageDecoder extends ConversationDecoder {
  /// The beginning of Claude Code's first text, which says who is to be billed. Other vendors'
  /// models would read it as a prompt.
  private static final String ATTRIBUTION = "x-anthropic-billing-header";

  private final AnthropicBlockDecoder blocks;

  AnthropicMessageDecoder(List<Extra> extras) {
    blocks = new AnthropicBlockDecoder(extras);
  }

  void decode(@Nullable JsonNode systemTexts, @Nullable JsonNode messages) {
    blocks.content(systemTexts).forEach(this::system);
    if (messages == null || !messages.is(JsonKind.ARRAY) || messages.children().isEmpty()) {
      throw new Untranslatable("messages", "at least one message is required");
    }
    messages.children().forEach(this::message);
    turns.complete();
  }

  private void system(ContentBlock block) {
    ContentBlock.Text text = text(block);
    if (!text.text().startsWith(ATTRIBUTION)) {
      system.add(text);
    }
  }

  private void message(JsonNode message) {
    List<ContentBlock> content = blocks.content(message.get("content"));
    switch (String.valueOf(message.string("role"))) {
      case "user" -> turns.add(Role.USER, content, SourcePath.of(message));
      case "assistant" -> turns.add(Role.ASSISTANT, content, SourcePath.of(message));
      case "system" -> systemTurn(content, message);
      default ->
          throw new Untranslatable(message.path() + ".role", "none of user, assistant and system");
    }
  }

  private void systemTurn(List<ContentBlock> content, JsonNode message) {
    if (turns.isEmpty()) {
      throw new Untranslatable(
          message.path() + ".role",
          "messages begin with one of the user: what the system says first belongs into `system`");
    }
    content.forEach(AnthropicMessageDecoder::text);
    turns.add(Role.SYSTEM, content, SourcePath.of(message));
  }

  private static ContentBlock.Text text(ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      return text;
    }
    throw new Untranslatable(block.place(), "the system's blocks are texts");
  }
}
