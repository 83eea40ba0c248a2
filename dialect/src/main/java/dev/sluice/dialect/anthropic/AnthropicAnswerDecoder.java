package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.Seals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of whole answers of Messages.
public final class AnthropicAnswerDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "content", "citations", "usage", "output_tokens_details", "cache_creation", "error");

  private AnthropicAnswerDecoder() {}

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if `body` is no answer
  public static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    JsonNode top = read(body, meter);
    JsonNode error = top.get("error");
    if (error != null) {
      throw new BrokenAnswer(AnthropicErrors.fault(0, error));
    }
    JsonNode content = top.get("content");
    String reason = top.string("stop_reason");
    if (content == null || reason == null) {
      throw broken("it has no content or no stop_reason");
    }
    var blocks = new ArrayList<ContentBlock>();
    var dropped = new DroppedPaths();
    for (JsonNode block : content.children()) {
      read(block, seals, blocks, dropped);
    }
    boolean calls = blocks.stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    JsonNode usage = top.get("usage");
    return new HubReply(
        text(top, "id"),
        text(top, "model"),
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

  private static JsonNode read(byte[] body, HeapMeter meter) {
    try {
      return JSON.read(body, meter);
    } catch (NotJsonException e) {
      throw broken("it is not JSON: " + e.getMessage());
    }
  }

  private static @Nullable ContentBlock block(JsonNode block, Seals seals) {
    return switch (text(block, "type")) {
      case "text" ->
          new ContentBlock.Text(text(block, "text"), citations(block), null, SourcePath.NONE);
      case "thinking" -> thinking(block, seals);
      case "redacted_thinking" ->
          new ContentBlock.Redacted(seals.close(text(block, "data"), ""), SourcePath.NONE);
      case "tool_use" -> call(block);
      default -> AnthropicSearches.isCall(block) ? AnthropicSearches.call(block) : null;
    };
  }

  private static ContentBlock thinking(JsonNode block, Seals seals) {
    String thought = text(block, "thinking");
    String signature = text(block, "signature");
    return new ContentBlock.Thinking(
        thought, signature.isEmpty() ? null : seals.close(signature, thought), SourcePath.NONE);
  }

  private static ContentBlock call(JsonNode block) {
    JsonNode input = block.get("input");
    String name = text(block, "name");
    if (input == null || !input.is(JsonNode.Kind.OBJECT) || name.isEmpty()) {
      throw broken("a call has no name, or an input that is no object");
    }
    return new ContentBlock.ToolCall(
        text(block, "id"), name, input.raw().text(), false, null, SourcePath.NONE);
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
        : new ContentBlock.Citation(url, text(citation, "title"), text(citation, "cited_text"));
  }

  static String text(JsonNode node, String name) {
    String text = node.string(name);
    return text == null ? "" : text;
  }

  private static BrokenAnswer broken(String why) {
    return new BrokenAnswer(AnswerFault.malformed("The provider's answer cannot be read: " + why));
  }
}
