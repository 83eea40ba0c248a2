package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import java.util.Map;

/// The fields of an answer that matter, and their paths: Anthropic's dialect in one table, for
/// events and whole answers alike. https://docs.anthropic.com/en/api/messages-streaming
enum MessageField {
  /// The kind of an event, or `message`.
  TYPE,
  /// A part of what the model says. An empty or null one means nothing.
  CONTENT,
  /// A block, reported behind the fields found in it.
  BLOCK,
  BLOCK_TYPE,
  /// The name of the tool that a block uses, which is a part of what the model says.
  BLOCK_NAME,
  /// The blocks of a whole answer.
  BLOCKS,
  /// The usage that is known when a stream begins.
  USAGE_SO_FAR,
  /// The usage of the whole answer.
  USAGE,
  ERROR,
  /// The provider's identifier of the request, beside an error.
  REQUEST,
  /// The count of tokens that was asked for.
  COUNT;

  static final JsonSelector<MessageField> ANSWER = answer();

  private static JsonSelector<MessageField> answer() {
    JsonSelector<MessageField> content = JsonSelector.reported(CONTENT);
    // Of a tool's use its name is said first; its input comes in parts.
    JsonSelector<MessageField> block =
        JsonSelector.objectTold(
            BLOCK,
            Map.of(
                "type", JsonSelector.kept(BLOCK_TYPE),
                "text", content,
                "thinking", content,
                "signature", content,
                "data", content,
                "name", JsonSelector.kept(BLOCK_NAME),
                "content", content));
    JsonSelector<MessageField> delta =
        JsonSelector.object(
            Map.of(
                "text", content,
                "thinking", content,
                "signature", content,
                "partial_json", content,
                "citation", content));
    return JsonSelector.object(
        Map.of(
            "type", JsonSelector.kept(TYPE),
            "message", JsonSelector.object(Map.of("usage", JsonSelector.kept(USAGE_SO_FAR))),
            "content_block", block,
            "delta", delta,
            "content", JsonSelector.array(BLOCKS, block),
            "usage", JsonSelector.kept(USAGE),
            "error", JsonSelector.kept(ERROR),
            "request_id", JsonSelector.kept(REQUEST),
            "input_tokens", JsonSelector.reported(COUNT)));
  }
}
