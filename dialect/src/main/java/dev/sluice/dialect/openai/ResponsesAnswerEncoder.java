package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.AnswerTerms;
import java.util.ArrayList;
import java.util.List;

/// An encoder of whole answers of Responses. Neighbouring texts are the parts of one message; an
/// answer that says nothing is an empty message, since clients look at the first item.
final class ResponsesAnswerEncoder {
  private final JsonOutput out;
  private final ResponsesItemWriter writer;
  private final List<RawJson> items = new ArrayList<>();
  private final List<RawJson> parts = new ArrayList<>();
  private boolean declined;

  private ResponsesAnswerEncoder(JsonOutput out, ResponsesItemWriter writer) {
    this.out = out;
    this.writer = writer;
  }

  public static byte[] encode(JsonOutput out, HubReply reply, AnswerTerms terms) {
    var writer = new ResponsesItemWriter(terms, reply.id(), reply.model(), out.meter());
    return new ResponsesAnswerEncoder(out, writer).write(reply);
  }

  private byte[] write(HubReply reply) {
    reply.blocks().forEach(this::block);
    if (items.isEmpty() && parts.isEmpty()) {
      parts.add(writer.part(BlockKind.TEXT, "", List.of()));
    }
    endMessage();
    writer.ended(out, items, reply.stop(), declined, reply.usage());
    return out.bytes();
  }

  private void block(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text ->
          parts.add(writer.part(BlockKind.TEXT, text.text(), text.citations()));
      case ContentBlock.Declined refusal -> {
        declined = true;
        parts.add(writer.part(BlockKind.DECLINED, refusal.text(), List.of()));
      }
      default -> item(block);
    }
  }

  private void item(ContentBlock block) {
    endMessage();
    int index = items.size();
    switch (block) {
      case ContentBlock.Thinking thought ->
          items.add(writer.reasoning(index, thought.text(), thought.seal()));
      case ContentBlock.Redacted hidden ->
          items.add(writer.reasoning(index, "", HiddenSeal.of(hidden.seal())));
      case ContentBlock.ToolCall call -> {
        String content = writer.content(call.name(), call.arguments());
        items.add(
            writer.call(index, call.id(), call.name(), content, ResponsesItemWriter.COMPLETED));
      }
      case ContentBlock.Search search ->
          items.add(writer.search(search, ResponsesItemWriter.COMPLETED));
      default -> throw new IllegalStateException("no answer holds " + block);
    }
  }

  private void endMessage() {
    if (!parts.isEmpty()) {
      items.add(writer.message(items.size(), parts, ResponsesItemWriter.COMPLETED));
      parts.clear();
    }
  }
}
