package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of whole answers of Chat Completions.
record ChatAnswerEncoder(JsonOutput out, AnswerTerms terms) {
  public static byte[] encode(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return new ChatAnswerEncoder(out, terms).write(reply);
  }

  private byte[] write(HubReply reply) {
    out.open('{').field("id", Ids.answer("chatcmpl-", reply.id()));
    out.field("object", "chat.completion").field("created", terms.created());
    out.field("model", reply.model().isEmpty() ? terms.model() : reply.model());
    out.name("choices").open('[').open('{').field("index", 0).name("message");
    message(reply.blocks());
    out.name("logprobs").nothing();
    out.field("finish_reason", ChatStops.write(reply.stop())).close('}').close(']');
    out.name("usage");
    ChatUsage.write(out, reply.usage());
    return out.close('}').bytes();
  }

  private void message(List<ContentBlock> blocks) {
    out.open('{').field("role", "assistant");
    optional("content", said(blocks, ContentBlock.Text.class));
    optional("refusal", said(blocks, ContentBlock.Declined.class));
    thinking(blocks);
    details(blocks);
    annotations(blocks);
    calls(blocks);
    out.close('}');
  }

  private static String said(List<ContentBlock> blocks, Class<? extends ContentBlock> kind) {
    var said = new StringBuilder();
    for (ContentBlock block : blocks) {
      switch (block) {
        case ContentBlock.Text text when kind == ContentBlock.Text.class ->
            said.append(text.text());
        case ContentBlock.Declined refusal when kind == ContentBlock.Declined.class ->
            said.append(refusal.text());
        default -> {}
      }
    }
    return said.toString();
  }

  private void optional(String name, String text) {
    out.nullable(name, text.isEmpty() ? null : text);
  }

  private void thinking(List<ContentBlock> blocks) {
    var words = new StringBuilder();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.Thinking thought) {
        words.append(thought.text());
      }
    }
    if (!words.isEmpty()) {
      out.field("reasoning_content", words.toString());
    }
  }

  private void details(List<ContentBlock> blocks) {
    var details = new ReasoningDetails();
    for (int i = 0; i < blocks.size(); i++) {
      if (signature(blocks, i) == null) {
        details.add(out, blocks.get(i));
      }
    }
    details.end(out);
  }

  /// Writes the citations of all texts. Positions count from the beginning of the content, in which
  /// the texts are joined.
  private void annotations(List<ContentBlock> blocks) {
    boolean any = false;
    long before = 0;
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.Text text) {
        for (ContentBlock.Citation citation : text.citations()) {
          if (!any) {
            out.name("annotations").open('[');
          }
          any = true;
          annotation(out, citation, before);
        }
        before += text.text().codePointCount(0, text.text().length());
      }
    }
    if (any) {
      out.close(']');
    }
  }

  /// Writes a citation.
  ///
  /// @param before the characters of the content before the text that the citation belongs to
  static void annotation(JsonOutput out, ContentBlock.Citation citation, long before) {
    out.open('{').field("type", "url_citation").name("url_citation").open('{');
    out.field("url", citation.url()).field("title", citation.title());
    if (citation.located()) {
      out.field("start_index", before + citation.start());
      out.field("end_index", before + citation.end());
    }
    out.close('}').close('}');
  }

  private void calls(List<ContentBlock> blocks) {
    if (blocks.stream().noneMatch(ContentBlock.ToolCall.class::isInstance)) {
      return;
    }
    out.name("tool_calls").open('[');
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i) instanceof ContentBlock.ToolCall call) {
        call(call, i == 0 ? null : signature(blocks, i - 1));
      }
    }
    out.close(']');
  }

  /// The signature of the call behind `index`; null where it has none.
  private static @Nullable String signature(List<ContentBlock> blocks, int index) {
    return blocks.get(index) instanceof ContentBlock.Thinking(String text, String seal, _)
            && text.isEmpty()
            && ContentBlock.isBeforeCall(blocks, index)
        ? seal
        : null;
  }

  /// Writes a call's signature where Google's compatible surface has it.
  static void signature(JsonOutput out, @Nullable String signature) {
    if (signature != null) {
      out.name("extra_content").open('{').name("google").open('{');
      out.field("thought_signature", signature).close('}').close('}');
    }
  }

  private void call(ContentBlock.ToolCall call, @Nullable String signature) {
    String name = terms.names().original(call.name());
    out.open('{').field("id", Ids.call(call.id(), signature));
    if (terms.names().isFreeform(name)) {
      out.field("type", "custom").name("custom").open('{').field("name", name);
      out.field("input", FreeformInput.of(call.arguments(), out.meter()));
    } else {
      out.field("type", "function").name("function").open('{').field("name", name);
      out.field("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }
    out.close('}');
    signature(out, signature);
    out.close('}');
  }
}
