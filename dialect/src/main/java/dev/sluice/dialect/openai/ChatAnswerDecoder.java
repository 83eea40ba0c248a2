package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.ArrayList;
import java.util.List;

/// A decoder of whole answers of Chat Completions.
final class ChatAnswerDecoder {

  private ChatAnswerDecoder() {}

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if `body` is no answer
  static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    JsonNode top = JsonTexts.answer(ChatEventDecoder.JSON, body, body.length, meter);
    refuseError(top);
    return reply(top, choice(top), seals);
  }

  /// Throws if an answer, or an event of one, is an error.
  static void refuseError(JsonNode top) {
    JsonNode error = top.get("error");
    if (error != null) {
      throw new BrokenAnswer(ChatErrors.fault(0, error));
    }
  }

  private static HubReply reply(JsonNode top, JsonNode choice, Seals seals) {
    JsonNode message = choice.get("message");
    String reason = choice.string("finish_reason");
    if (message == null || reason == null || reason.isEmpty()) {
      throw BrokenAnswer.answer("its choice has no message or no finish_reason");
    }
    String id = top.string("id", "");
    StopReason stop = ChatStops.read(reason);
    List<ContentBlock> blocks = blocks(message, id, stop, seals);
    return new HubReply(
        id, top.string("model", ""), blocks, stop(stop, blocks), null, usage(top), List.of());
  }

  private static TokenUsage usage(JsonNode top) {
    JsonNode usage = top.get("usage");
    return usage == null ? TokenUsage.NONE : ChatUsage.read(usage);
  }

  private static StopReason stop(StopReason stop, List<ContentBlock> blocks) {
    boolean declines = blocks.stream().anyMatch(ContentBlock.Declined.class::isInstance);
    boolean calls = blocks.stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    return (declines ? StopReason.FILTERED : stop).with(calls);
  }

  private static JsonNode choice(JsonNode top) {
    JsonNode choices = top.get("choices");
    if (choices == null || choices.children().isEmpty()) {
      throw BrokenAnswer.answer("it has no choices");
    }
    return choices.children().getFirst();
  }

  private static List<ContentBlock> blocks(
      JsonNode message, String id, StopReason stop, Seals seals) {
    var blocks = new ArrayList<ContentBlock>();
    thought(message, seals, blocks);
    said(message, blocks);
    int ordinal = 0;
    for (JsonNode call : message.children("tool_calls")) {
      blocks.add(call(call, id, ordinal++, stop));
    }
    return blocks;
  }

  private static void thought(JsonNode message, Seals seals, List<ContentBlock> blocks) {
    String thought = first(message, "reasoning_content", "reasoning");
    if (!thought.isEmpty()) {
      blocks.add(new ContentBlock.Thinking(thought, seals.close("", thought), SourcePath.NONE));
    }
  }

  private static void said(JsonNode message, List<ContentBlock> blocks) {
    String content = message.string("content", "");
    if (!content.isEmpty()) {
      blocks.add(new ContentBlock.Text(content, citations(message), null, SourcePath.NONE));
    }
    String refusal = message.string("refusal", "");
    if (!refusal.isEmpty()) {
      blocks.add(new ContentBlock.Declined(refusal, SourcePath.NONE));
    }
  }

  /// Reads the pages that a message, or a part of one, refers to.
  static List<ContentBlock.Citation> citations(JsonNode message) {
    var citations = new ArrayList<ContentBlock.Citation>();
    for (JsonNode annotation : message.children("annotations")) {
      JsonNode page = annotation.get("url_citation");
      if (page != null) {
        citations.add(citation(page));
      }
    }
    return citations;
  }

  /// Reads a page, with the position of the words that rest on it.
  static ContentBlock.Citation citation(JsonNode page) {
    return new ContentBlock.Citation(
        page.string("url", ""),
        page.string("title", ""),
        "",
        page.number("start_index", -1),
        page.number("end_index", -1));
  }

  private static ContentBlock call(JsonNode call, String answer, int ordinal, StopReason stop) {
    JsonNode custom = call.get("custom");
    JsonNode function = custom == null ? call.get("function") : custom;
    String name = function == null ? "" : function.string("name", "");
    if (function == null || name.isEmpty()) {
      throw BrokenAnswer.answer("a call names no function");
    }
    String arguments =
        custom == null
            ? arguments(function, name, stop)
            : FreeformInput.wrap(custom.string("input", ""));
    String id = call.string("id", "");
    return new ContentBlock.ToolCall(
        id.isEmpty() ? Ids.madeUp(answer, ordinal) : id,
        name,
        arguments,
        false,
        null,
        SourcePath.NONE);
  }

  private static String arguments(JsonNode function, String name, StopReason stop) {
    String arguments = function.string("arguments", "");
    if (!arguments.isBlank() && !stop.cut() && !JsonReader.isObject(arguments, function.meter())) {
      throw BrokenAnswer.answer("the arguments of the call of \"" + name + "\" are no JSON object");
    }
    return arguments;
  }

  static String first(JsonNode node, String name, String otherwise) {
    String text = node.string(name, "");
    return text.isEmpty() ? node.string(otherwise, "") : text;
  }
}
