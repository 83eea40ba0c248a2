package dev.sluice.internal.dialect.chat.decode;

import dev.sluice.internal.dialect.hub.Block;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.Place;
import dev.sluice.internal.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an assistant's message: what it has thought, said and called, in this order, since Chat
/// Completions knows no other.
final class ChatAssistantDecoder {
  private ChatAssistantDecoder() {}

  static List<Block> blocks(JsonNode message) {
    refuse(message, "function_call", "is deprecated: use tool_calls");
    refuse(message, "audio", "no other dialect has audio that a model has said");
    var blocks = new ArrayList<Block>();
    thinking(message, blocks);
    blocks.addAll(ChatParts.blocks(message.get("content")));
    String refusal = message.string("refusal");
    if (refusal != null && !refusal.isEmpty()) {
      blocks.add(new Block.Declined(refusal, Place.of(message)));
    }
    calls(message.get("tool_calls"), blocks);
    return blocks;
  }

  private static void refuse(JsonNode message, String name, String why) {
    JsonNode value = message.get(name);
    if (value != null) {
      throw new Untranslatable(value, why);
    }
  }

  /// Sealed details first; a text alone proves nothing about its origin.
  private static void thinking(JsonNode message, List<Block> blocks) {
    JsonNode details = message.get("reasoning_details");
    JsonNode sealed = details == null ? message.get("thinking_blocks") : details;
    if (sealed != null) {
      sealed.children().forEach(detail -> detail(detail, blocks));
      return;
    }
    String text = message.string("reasoning_content");
    if (text != null && !text.isEmpty()) {
      blocks.add(new Block.Thinking(text, null, Place.of(message)));
    }
  }

  private static void detail(JsonNode detail, List<Block> blocks) {
    Place place = Place.of(detail);
    switch (String.valueOf(detail.string("type"))) {
      case "reasoning.text" ->
          blocks.add(thinking(detail.string("text"), detail.string("signature"), place));
      case "thinking" ->
          blocks.add(thinking(detail.string("thinking"), detail.string("signature"), place));
      case "reasoning.encrypted", "redacted_thinking" -> {
        String data = detail.string("data");
        blocks.add(new Block.Redacted(data == null ? "" : data, place));
      }
      default -> blocks.add(new Block.Thinking("", null, place));
    }
  }

  private static Block thinking(@Nullable String text, @Nullable String seal, Place place) {
    return new Block.Thinking(text == null ? "" : text, seal, place);
  }

  private static void calls(@Nullable JsonNode calls, List<Block> blocks) {
    if (calls != null) {
      calls.children().forEach(call -> blocks.add(call(call)));
    }
  }

  private static Block call(JsonNode call) {
    String id = call.string("id");
    boolean freeform = "custom".equals(call.string("type"));
    JsonNode body = call.get(freeform ? "custom" : "function");
    String name = body == null ? null : body.string("name");
    if (id == null || id.isEmpty() || body == null || name == null) {
      throw new Untranslatable(call, "a call needs an id, and a function with a name");
    }
    String arguments = body.string(freeform ? "input" : "arguments");
    return new Block.ToolCall(
        id, name, arguments == null ? "" : arguments, freeform, null, Place.of(call));
  }
}
