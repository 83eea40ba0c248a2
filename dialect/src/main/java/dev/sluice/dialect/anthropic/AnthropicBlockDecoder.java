package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A decoder of the blocks of a message.
final class AnthropicBlockDecoder {
  /// The kinds of blocks of tools that Anthropic runs, and of its betas: known, but with no form
  /// elsewhere.
  private static final Set<String> OWN =
      Set.of(
          "server_tool_use",
          "web_search_tool_result",
          "web_fetch_tool_result",
          "code_execution_tool_result",
          "bash_code_execution_tool_result",
          "text_editor_code_execution_tool_result",
          "tool_search_tool_result",
          "container_upload",
          "mcp_tool_use",
          "mcp_tool_result",
          "compaction");

  private final AnthropicDocumentDecoder documents;

  AnthropicBlockDecoder(List<Extra> extras) {
    documents = new AnthropicDocumentDecoder(extras, this::content);
  }

  /// Reads content, which is a string or a list of blocks.
  List<ContentBlock> content(@Nullable JsonNode content) {
    if (content == null) {
      return List.of();
    }
    return switch (content.kind()) {
      case STRING -> text(content.text(), null, content);
      case ARRAY -> blocks(content);
      default -> throw new Untranslatable(content, "neither a string nor a list of blocks");
    };
  }

  private List<ContentBlock> blocks(JsonNode content) {
    var blocks = new ArrayList<ContentBlock>();
    for (JsonNode block : content.children()) {
      if (!AnthropicSearches.found(block, blocks)) {
        blocks.addAll(block(block));
      }
    }
    return blocks;
  }

  private List<ContentBlock> block(JsonNode block) {
    SourcePath place = SourcePath.of(block);
    String cache = cache(block);
    String type = String.valueOf(block.string("type"));
    return switch (type) {
      case "text" -> text(required(block, "text"), cache, block);
      case "image" ->
          List.of(
              new ContentBlock.Image(documents.source(block.get("source"), block), cache, place));
      case "document" -> documents.document(block, cache);
      case "search_result" -> searchResult(block, cache);
      case "tool_reference" -> text(required(block, "tool_name"), cache, block);
      case "thinking" ->
          List.of(
              new ContentBlock.Thinking(
                  required(block, "thinking"), block.string("signature"), place));
      case "redacted_thinking" ->
          List.of(new ContentBlock.Redacted(required(block, "data"), place));
      case "tool_use" -> List.of(call(block, cache, place));
      case "tool_result" -> List.of(result(block, cache, place));
      default ->
          List.of(
              AnthropicSearches.isCall(block)
                  ? AnthropicSearches.call(block)
                  : foreign(type, block, place));
    };
  }

  static @Nullable String cache(JsonNode block) {
    JsonNode mark = block.get("cache_control");
    if (mark == null) {
      return null;
    }
    String ttl = mark.string("ttl");
    return ttl == null ? "5m" : ttl;
  }

  private static String required(JsonNode block, String name) {
    String value = block.string(name);
    if (value == null) {
      throw new Untranslatable(block.path() + "." + name, "Field required");
    }
    return value;
  }

  private static List<ContentBlock> text(String text, @Nullable String cache, JsonNode node) {
    return text.isEmpty()
        ? List.of()
        : List.of(new ContentBlock.Text(text, List.of(), cache, SourcePath.of(node)));
  }

  private static ContentBlock foreign(String type, JsonNode block, SourcePath place) {
    if (!OWN.contains(type)) {
      throw new Untranslatable(
          block.path() + ".type", "\"" + type + "\" is no type of block that is known here");
    }
    return new ContentBlock.Foreign(type, place);
  }

  private List<ContentBlock> searchResult(JsonNode block, @Nullable String cache) {
    var words = new StringBuilder(required(block, "title"));
    words.append(" (").append(required(block, "source")).append(")");
    for (ContentBlock part : content(block.get("content"))) {
      if (part instanceof ContentBlock.Text text) {
        words.append('\n').append(text.text());
      }
    }
    block.counting(2 * HeapMeter.string(words.length()));
    return text(words.toString(), cache, block);
  }

  private static ContentBlock call(JsonNode block, @Nullable String cache, SourcePath place) {
    JsonNode input = block.get("input");
    if (input == null || !input.is(JsonKind.OBJECT)) {
      throw new Untranslatable(block.path() + ".input", "an object is required");
    }
    return new ContentBlock.ToolCall(
        required(block, "id"), required(block, "name"), input.raw().text(), false, cache, place);
  }

  private ContentBlock result(JsonNode block, @Nullable String cache, SourcePath place) {
    return new ContentBlock.ToolResult(
        required(block, "tool_use_id"),
        content(block.get("content")),
        block.isTrue("is_error"),
        cache,
        place);
  }
}
