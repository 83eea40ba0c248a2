package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.Ids;

/// An encoder of whole answers of Messages.
record AnthropicAnswerEncoder(JsonOutput out, AnswerTerms terms) {
  public static byte[] encode(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return new AnthropicAnswerEncoder(out, terms).write(reply);
  }

  private byte[] write(HubReply reply) {
    out.open('{').field("id", Ids.answer("msg_", reply.id())).field("type", "message");
    out.field("role", "assistant");
    out.field("model", reply.model().isEmpty() ? terms.model() : reply.model());
    out.name("content").open('[');
    reply.blocks().forEach(this::block);
    out.close(']').field("stop_reason", AnthropicStops.write(reply.stop()));
    out.nullable("stop_sequence", reply.stopSequence()).name("usage");
    AnthropicUsage.write(out, reply.usage());
    return out.close('}').bytes();
  }

  private void block(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> text(text.text());
      case ContentBlock.Declined refusal -> text(refusal.text());
      case ContentBlock.Thinking thought -> thinking(thought);
      case ContentBlock.Redacted hidden ->
          out.open('{').field("type", "redacted_thinking").field("data", hidden.seal()).close('}');
      case ContentBlock.ToolCall call -> call(call);
      case ContentBlock.Search search -> {
        AnthropicSearches.call(out, search.id());
        AnthropicSearches.input(out, search);
        out.close('}');
        AnthropicSearches.result(out, search);
      }
      default -> throw new IllegalStateException("no answer holds " + block);
    }
  }

  private void text(String text) {
    out.open('{').field("type", "text").field("text", text).close('}');
  }

  private void thinking(ContentBlock.Thinking thought) {
    String seal = thought.seal();
    out.open('{').field("type", "thinking").field("thinking", thought.text());
    out.field("signature", seal == null ? "" : seal).close('}');
  }

  /// Writes a call. What an interrupted model has written of its arguments is no object: it is kept
  /// as a text in one.
  private void call(ContentBlock.ToolCall call) {
    out.open('{').field("type", "tool_use").field("id", Ids.call(call.id()));
    out.field("name", terms.names().original(call.name())).name("input");
    if (call.arguments().isBlank()) {
      out.raw(RawJson.EMPTY_OBJECT);
    } else if (JsonReader.isObject(call.arguments(), out.meter())) {
      out.raw(new RawJson(call.arguments()));
    } else {
      out.open('{').field("_raw", call.arguments()).close('}');
    }
    out.close('}');
  }
}
