package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.AnswerTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of whole answers of generateContent.
final class GeminiAnswerEncoder {
  private final JsonOutput out;
  private final GeminiPartWriter parts;
  private final Grounding pages = new Grounding();
  private final AnswerTerms terms;

  /// The signature of the call that comes next; null for none.
  private @Nullable ClientSignature signature;

  private GeminiAnswerEncoder(JsonOutput out, AnswerTerms terms) {
    this.out = out;
    parts = new GeminiPartWriter(out);
    this.terms = terms;
  }

  public static byte[] encode(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return new GeminiAnswerEncoder(out, terms).write(reply);
  }

  private byte[] write(HubReply reply) {
    out.open('{').name("candidates").open('[').open('{').name("content").open('{');
    out.field("role", "model").name("parts").open('[');
    blocks(reply.blocks());
    out.close(']').close('}').field("finishReason", GeminiStops.write(reply.stop()));
    out.field("index", 0);
    pages.write(out);
    out.close('}').close(']').name("usageMetadata");
    GeminiUsage.write(out, reply.usage());
    end(out, reply.model().isEmpty() ? terms.model() : reply.model(), reply.id());
    return out.bytes();
  }

  private void blocks(List<ContentBlock> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      block(blocks.get(i), ContentBlock.isBeforeCall(blocks, i));
    }
  }

  /// Writes the end of every response.
  static void end(JsonOutput out, String model, String id) {
    out.field("modelVersion", model);
    if (!id.isEmpty()) {
      out.field("responseId", id);
    }
    out.close('}');
  }

  private void block(ContentBlock block, boolean beforeCall) {
    switch (block) {
      case ContentBlock.Text text -> text(text);
      case ContentBlock.Declined refusal -> parts.text(refusal.text());
      case ContentBlock.Thinking thought -> thought(thought, beforeCall);
      case ContentBlock.Search search -> pages.searched(search);
      case ContentBlock.Redacted hidden ->
          parts.thought("", new ClientSignature(hidden.seal(), true));
      case ContentBlock.ToolCall call -> call(call);
      default -> throw new IllegalStateException("no answer holds " + block);
    }
  }

  private void text(ContentBlock.Text text) {
    parts.text(text.text());
    text.citations().forEach(pages::cited);
  }

  private void thought(ContentBlock.Thinking thought, boolean beforeCall) {
    String seal = thought.seal();
    ClientSignature signed = seal == null ? null : new ClientSignature(seal, false);
    if (beforeCall && thought.text().isEmpty()) {
      signature = signed;
    } else {
      parts.thought(thought.text(), signed);
    }
  }

  private void call(ContentBlock.ToolCall call) {
    String name = terms.names().original(call.name());
    parts.call(call.id(), name, call.arguments(), signature);
    signature = null;
  }
}
