package dev.sluice.dialect.openai;

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

/// A decoder of the messages of Chat Completions: messages of tools and the user's messages behind
/// them become one turn.
///
/// Belongs to one thread.
final class ChatMessageDecoder extends ConversationDecoder {
  private static final String NO_ROLE = "none of system, developer, user, assistant and tool";

  private final List<Extra> extras;

  ChatMessageDecoder(List<Extra> extras) {
    this.extras = extras;
  }

  void decode(@Nullable JsonNode messages) {
    if (messages == null || !messages.is(JsonKind.ARRAY)) {
      throw new Untranslatable("messages", "an array of messages is needed");
    }
    for (JsonNode message : messages.children()) {
      message(message);
    }
    turns.complete();
  }

  private void message(JsonNode message) {
    SourcePath place = SourcePath.of(message);
    drop(message.get("name"));
    switch (String.valueOf(message.string("role"))) {
      case "system", "developer" -> system(message, place);
      case "user" -> turns.add(Role.USER, ChatParts.blocks(message.get("content")), place);
      case "assistant" -> turns.add(Role.ASSISTANT, ChatAssistantDecoder.blocks(message), place);
      case "tool" -> turns.add(Role.USER, List.of(result(message, place)), place);
      case "function" ->
          throw new Untranslatable(message, "messages of functions are deprecated: use tools");
      default -> throw new Untranslatable(place.path() + ".role", NO_ROLE);
    }
  }

  private void drop(@Nullable JsonNode name) {
    if (name != null) {
      extras.add(Extra.drop(name));
    }
  }

  private void system(JsonNode message, SourcePath place) {
    List<ContentBlock> blocks = ChatParts.blocks(message.get("content"));
    List<ContentBlock.Text> texts = blocks.stream().map(OpenAiParts::ofSystem).toList();
    if (turns.isEmpty()) {
      system.addAll(texts);
    } else {
      turns.add(Role.SYSTEM, blocks, place);
    }
  }

  private static ContentBlock result(JsonNode message, SourcePath place) {
    String id = message.string("tool_call_id");
    if (id == null || id.isEmpty()) {
      throw new Untranslatable(place.path() + ".tool_call_id", "the id of a call is needed");
    }
    return new ContentBlock.ToolResult(
        id, ChatParts.blocks(message.get("content")), false, null, place);
  }
}
