package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;

/// A decoder of an assistant's message: what the model has thought, said and called, in this order,
/// since Chat Completions knows no other.
final class ChatAssistantDecoder {
  private ChatAssistantDecoder() {}

  static List<ContentBlock> blocks(JsonNode message) {
    refuse(message, "function_call", "is deprecated: use tool_calls");
    refuse(message, "audio", "no other dialect has audio that a model has said");
    var blocks = new ArrayList<ContentBlock>();
    thinking(message, blocks);
    blocks.addAll(ChatParts.blocks(message.get("content")));
    refusal(message, blocks);
    for (JsonNode call : message.children("tool_calls")) {
      signature(call, blocks);
      blocks.add(call(call));
    }
    return blocks;
  }

  private static void refusal(JsonNode message, List<ContentBlock> blocks) {
    String refusal = message.string("refusal", "");
    if (!refusal.isEmpty()) {
      blocks.add(new ContentBlock.Declined(refusal, SourcePath.of(message)));
    }
  }

  private static void refuse(JsonNode message, String name, String why) {
    JsonNode value = message.get(name);
    if (value != null) {
      throw new Untranslatable(value, why);
    }
  }

  /// Reads thinking. Sealed details go first; a text alone proves nothing about its origin.
  private static void thinking(JsonNode message, List<ContentBlock> blocks) {
    JsonNode details = message.get("reasoning_details");
    JsonNode sealed = details == null ? message.get("thinking_blocks") : details;
    if (sealed != null) {
      sealed.children().forEach(detail -> blocks.add(detail(detail)));
      return;
    }
    String text = message.string("reasoning_content");
    if (text != null && !text.isEmpty()) {
      blocks.add(new ContentBlock.Thinking(text, null, SourcePath.of(message)));
    }
  }

  private static ContentBlock detail(JsonNode detail) {
    return switch (detail.string("type", "")) {
      case "reasoning.text" -> thinking(detail, "text");
      case "thinking" -> thinking(detail, "thinking");
      case "reasoning.encrypted", "redacted_thinking" ->
          new ContentBlock.Redacted(detail.string("data", ""), SourcePath.of(detail));
      default -> new ContentBlock.Thinking("", null, SourcePath.of(detail));
    };
  }

  private static ContentBlock thinking(JsonNode detail, String name) {
    return new ContentBlock.Thinking(
        detail.string(name, ""), detail.string("signature"), SourcePath.of(detail));
  }

  /// Reads the signature of a call, which stands where Google's compatible surface has it.
  private static void signature(JsonNode call, List<ContentBlock> blocks) {
    JsonNode extra = call.get("extra_content");
    JsonNode google = extra == null ? null : extra.get("google");
    JsonNode signature = google == null ? null : google.get("thought_signature");
    if (signature != null && !signature.text().isEmpty()) {
      blocks.add(new ContentBlock.Thinking("", signature.text(), SourcePath.of(signature)));
    }
  }

  private static ContentBlock call(JsonNode call) {
    String id = call.string("id");
    boolean freeform = "custom".equals(call.string("type"));
    JsonNode body = call.get(freeform ? "custom" : "function");
    String name = body == null ? null : body.string("name");
    if (id == null || id.isEmpty() || body == null || name == null) {
      throw new Untranslatable(call, "a call needs an id, and a function with a name");
    }
    String arguments = body.string(freeform ? "input" : "arguments");
    return new ContentBlock.ToolCall(
        id, name, arguments == null ? "" : arguments, freeform, null, SourcePath.of(call));
  }
}
