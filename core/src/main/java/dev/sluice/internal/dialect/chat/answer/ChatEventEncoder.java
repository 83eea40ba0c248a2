package dev.sluice.internal.dialect.chat.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.internal.dialect.hub.Block;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.hub.HubEvent.BlockKind;
import dev.sluice.internal.dialect.json.JsonOutput;
import dev.sluice.internal.dialect.json.Place;
import dev.sluice.internal.dialect.name.Ids;
import dev.sluice.internal.dialect.rule.AnswerTerms;
import dev.sluice.internal.dialect.sse.EventEncoder;
import org.jspecify.annotations.Nullable;

/// Writes a stream of chunks. Thinking is passed on as it comes; its seal follows when the block
/// ends, in a chunk of its own with the whole text, so that a client has nothing to put together.
///
/// Belongs to one thread.
public final class ChatEventEncoder implements EventEncoder {
  private final JsonOutput out = new JsonOutput();
  private final AnswerTerms terms;
  private final ReasoningDetails details = new ReasoningDetails();

  /// What every chunk begins with.
  private String head = "";

  private BlockKind open = BlockKind.TEXT;
  private final StringBuilder text = new StringBuilder();
  private @Nullable String seal;
  private int calls;
  private boolean freeform;

  public ChatEventEncoder(AnswerTerms terms) {
    this.terms = terms;
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> start(start);
      case HubEvent.Ping _ -> out.plain(": ping\n\n");
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> delta(delta.text());
      case HubEvent.Seal token -> seal = token.token();
      case HubEvent.Cited cited -> {
        begin().name("annotations").open('[');
        ChatAnswerEncoder.annotation(out, cited.citation());
        out.close(']');
        end(null);
      }
      case HubEvent.Close _ -> close();
      case HubEvent.Finish finish -> finish(finish);
    }
  }

  @Override
  public byte[] take() {
    return out.take();
  }

  private void start(HubEvent.Start start) {
    var json = new JsonOutput();
    json.plain("data: ").open('{').field("id", Ids.answer("chatcmpl-", start.id()));
    json.field("object", "chat.completion.chunk").field("created", terms.created());
    json.field("model", start.model().isEmpty() ? terms.model() : start.model());
    head = new String(json.name("choices").bytes(), UTF_8);
    begin().field("role", "assistant").field("content", "");
    end(null);
  }

  private JsonOutput begin() {
    out.verbatim(head);
    return out.open('[').open('{').field("index", 0).name("delta").open('{');
  }

  private void end(@Nullable String reason) {
    out.close('}').name("finish_reason");
    if (reason == null) {
      out.nothing();
    } else {
      out.string(reason);
    }
    out.close('}').close(']');
    if (terms.usageInStream()) {
      out.name("usage").nothing();
    }
    out.close('}').plain("\n\n");
  }

  private void open(HubEvent.Open block) {
    open = block.kind();
    text.setLength(0);
    seal = null;
    if (open != BlockKind.TOOL_CALL) {
      return;
    }
    String name = terms.names().original(block.name());
    freeform = terms.names().isFreeform(name);
    String kind = freeform ? "custom" : "function";
    call().field("id", Ids.call(block.id())).field("type", kind).name(kind).open('{');
    out.field("name", name).field(freeform ? "input" : "arguments", "").close('}');
    endCall();
  }

  private JsonOutput call() {
    return begin().name("tool_calls").open('[').open('{').field("index", calls);
  }

  private void endCall() {
    out.close('}').close(']');
    end(null);
  }

  private void delta(String more) {
    switch (open) {
      case TEXT -> said("content", more);
      case DECLINED -> said("refusal", more);
      case THINKING -> {
        text.append(more);
        said("reasoning_content", more);
      }
      case TOOL_CALL -> {
        text.append(more);
        if (!freeform) {
          arguments("function", "arguments", more);
        }
      }
      case REDACTED -> {}
    }
  }

  private void said(String name, String more) {
    begin().field(name, more);
    end(null);
  }

  private void arguments(String kind, String name, String more) {
    call().name(kind).open('{').field(name, more).close('}');
    endCall();
  }

  private void close() {
    switch (open) {
      case TEXT, DECLINED -> {}
      case THINKING, REDACTED -> sealed();
      case TOOL_CALL -> {
        if (freeform) {
          arguments("custom", "input", FreeformInput.of(text.toString()));
        } else if (text.isEmpty()) {
          arguments("function", "arguments", "{}");
        }
        calls++;
      }
    }
  }

  private void sealed() {
    if (seal == null) {
      return;
    }
    begin();
    details.add(
        out,
        open == BlockKind.REDACTED
            ? new Block.Redacted(seal, Place.NONE)
            : new Block.Thinking(text.toString(), seal, Place.NONE));
    details.end(out);
    end(null);
  }

  private void finish(HubEvent.Finish finish) {
    begin();
    end(ChatStops.write(finish.stop()));
    if (terms.usageInStream()) {
      out.verbatim(head);
      out.open('[').close(']').name("usage");
      ChatUsage.write(out, finish.usage());
      out.close('}').plain("\n\n");
    }
    out.plain("data: [DONE]\n\n");
  }
}
