package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;

/// A reader of the items that are no messages.
final class ResponsesItems {
  private ResponsesItems() {}

  static ContentBlock call(JsonNode item) {
    boolean custom = item.string("type", "").equals("custom_tool_call");
    String id = item.string("call_id", "");
    String name = item.string("name", "");
    if (id.isEmpty() || name.isEmpty()) {
      throw new Untranslatable(item, "a call needs a call_id and a name");
    }
    return new ContentBlock.ToolCall(
        id,
        ToolNames.qualified(item.string("namespace", ""), name),
        item.string(custom ? "input" : "arguments", ""),
        custom,
        null,
        SourcePath.of(item));
  }

  static ContentBlock.ToolResult result(JsonNode item) {
    List<ContentBlock> content = ResponsesParts.blocks(item.get("output"));
    return new ContentBlock.ToolResult(callId(item), content, false, null, SourcePath.of(item));
  }

  /// Reads the model's call of the tool by which the client finds others.
  static ContentBlock find(JsonNode item) {
    JsonNode arguments = item.get("arguments");
    return new ContentBlock.ToolCall(
        callId(item),
        ResponsesToolDecoder.FINDER,
        arguments == null ? "" : arguments.raw().text(),
        false,
        null,
        SourcePath.of(item));
  }

  /// Reads the names of the tools that the client has found; the tools themselves are the
  /// request's.
  static ContentBlock.ToolResult found(JsonNode item, List<Tool> found) {
    String names = joined(item, found.stream().map(Tool::name).toList(), ", ");
    String words = found.isEmpty() ? "No tools found." : "Tools that can be called now: " + names;
    SourcePath place = SourcePath.of(item);
    List<ContentBlock> content = List.of(new ContentBlock.Text(words, place));
    return new ContentBlock.ToolResult(callId(item), content, false, null, place);
  }

  private static String callId(JsonNode item) {
    String id = item.string("call_id", "");
    if (id.isEmpty()) {
      throw new Untranslatable(item.path() + ".call_id", "the id of a call is needed");
    }
    return id;
  }

  /// Reads the model's thinking; an item without its provider's seal proves nothing about its
  /// origin.
  static ContentBlock thinking(JsonNode item) {
    SourcePath place = SourcePath.of(item);
    String seal = item.string("encrypted_content");
    if (seal != null && HiddenSeal.is(seal)) {
      return new ContentBlock.Redacted(HiddenSeal.token(seal), place);
    }
    String summary = text(item, "summary");
    return new ContentBlock.Thinking(
        summary.isEmpty() ? text(item, "content") : summary, seal, place);
  }

  private static String text(JsonNode item, String list) {
    List<JsonNode> parts = item.children(list);
    return joined(item, parts.stream().map(part -> part.string("text", "")).toList(), "\n\n");
  }

  private static String joined(JsonNode item, List<String> texts, String joint) {
    if (texts.size() == 1) {
      return texts.getFirst();
    }
    item.counting(HeapMeter.joined(texts, joint.length()));
    return String.join(joint, texts);
  }

  static Untranslatable unknown(String type, JsonNode item) {
    return new Untranslatable(item.path() + ".type", why(type));
  }

  private static String why(String type) {
    return switch (type) {
      case "compaction_trigger" ->
          "this target cannot compact a conversation for its client: let the client compact it"
              + " by a call of its own, or use a target that speaks Responses";
      case "compaction", "compaction_summary" ->
          "a compacted conversation opens at the provider that has made it, and nowhere else";
      case "item_reference" ->
          "this target keeps no items of the client's provider: send the item itself";
      default -> "items of the type \"" + type + "\" have no form in the target's dialect";
    };
  }
}
