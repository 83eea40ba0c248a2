package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of whole answers of Messages.
final class AnthropicAnswerDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "content", "citations", "usage", "output_tokens_details", "cache_creation", "error");

  private AnthropicAnswerDecoder() {}

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if `body` is no answer
  static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    JsonNode top = JsonTexts.answer(JSON, body, body.length, meter);
    JsonNode error = top.get("error");
    if (error != null) {
      throw new BrokenAnswer(AnthropicErrors.fault(0, error));
    }
    JsonNode content = top.get("content");
    String reason = top.string("stop_reason");
    if (content == null || reason == null) {
      throw BrokenAnswer.answer("it has no content or no stop_reason");
    }
    var blocks = new ArrayList<ContentBlock>();
    var dropped = new DroppedPaths();
    for (JsonNode block : content.children()) {
      read(block, seals, blocks, dropped);
    }
    boolean calls = blocks.stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    JsonNode usage = top.get("usage");
    return new HubReply(
        top.string("id", ""),
        top.string("model", ""),
        blocks,
        AnthropicStops.read(reason).with(calls),
        top.string("stop_sequence"),
        usage == null ? TokenUsage.NONE : AnthropicUsage.read(usage, TokenUsage.NONE),
        dropped.paths());
  }

  /// Reads a block. A block of an unknown kind is left out.
  private static void read(
      JsonNode block, Seals seals, List<ContentBlock> blocks, DroppedPaths dropped) {
    if (AnthropicSearches.found(block, blocks)) {
      return;
    }
    ContentBlock known = block(block, seals);
    if (known == null) {
      dropped.add(block);
    } else {
      blocks.add(known);
    }
  }

  private static @Nullable ContentBlock block(JsonNode block, Seals seals) {
    return switch (block.string("type", "")) {
      case "text" ->
          new ContentBlock.Text(block.string("text", ""), citations(block), null, SourcePath.NONE);
      case "thinking" -> thinking(block, seals);
      case "redacted_thinking" ->
          new ContentBlock.Redacted(seals.close(block.string("data", ""), ""), SourcePath.NONE);
      case "tool_use" -> call(block);
      default -> AnthropicSearches.isCall(block) ? AnthropicSearches.call(block) : null;
    };
  }

  private static ContentBlock thinking(JsonNode block, Seals seals) {
    String thought = block.string("thinking", "");
    String signature = block.string("signature", "");
    return new ContentBlock.Thinking(
        thought, signature.isEmpty() ? null : seals.close(signature, thought), SourcePath.NONE);
  }

  private static ContentBlock call(JsonNode block) {
    JsonNode input = block.get("input");
    String name = block.string("name", "");
    if (input == null || !input.is(JsonKind.OBJECT) || name.isEmpty()) {
      throw BrokenAnswer.answer("a call has no name, or an input that is no object");
    }
    return new ContentBlock.ToolCall(
        block.string("id", ""), name, input.raw().text(), false, null, SourcePath.NONE);
  }

  private static List<ContentBlock.Citation> citations(JsonNode block) {
    JsonNode listed = block.get("citations");
    var citations = new ArrayList<ContentBlock.Citation>();
    for (JsonNode entry : listed == null ? List.<JsonNode>of() : listed.children()) {
      ContentBlock.Citation citation = citation(entry);
      if (citation != null) {
        citations.add(citation);
      }
    }
    return citations;
  }

  /// Reads a citation of a page; null for a citation of a place in one of the client's documents,
  /// which has no form elsewhere.
  static ContentBlock.@Nullable Citation citation(JsonNode citation) {
    String url = citation.string("url");
    return url == null
        ? null
        : new ContentBlock.Citation(
            url, citation.string("title", ""), citation.string("cited_text", ""));
  }
}
