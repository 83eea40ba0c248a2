package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import org.jspecify.annotations.Nullable;

/// An encoder of a stream of chunks. Thinking is passed on as it comes; its seal follows when the
/// block ends, in a chunk of its own with the whole text, so that a client has nothing to put
/// together.
///
/// Belongs to one thread.
final class ChatEventEncoder implements EventEncoder {
  private final JsonOutput out;
  private final AnswerTerms terms;
  private final HeldRoom room;
  private final ReasoningDetails details = new ReasoningDetails();

  /// The beginning of every chunk.
  private String head = "";

  private BlockKind open = BlockKind.TEXT;

  /// The text that must be said again when its block ends: thinking, and the input of a custom
  /// tool.
  private final HeldText text;

  /// The characters of the content before the open block, and in it.
  private long before;

  private long inBlock;

  private final HeldText seal;

  /// The token of thinking without words, which may belong to a call that follows.
  private final HeldText waiting;

  private int calls;
  private boolean freeform;

  /// Whether the open call has told anything of its arguments.
  private boolean said;

  public ChatEventEncoder(AnswerTerms terms, HeldRoom room) {
    this.terms = terms;
    this.room = room;
    out = new JsonOutput(room.meter());
    text = new HeldText(room);
    seal = new HeldText(room);
    waiting = new HeldText(room);
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> start(start);
      case HubEvent.Ping _ -> out.plain(": ping\n\n");
      case HubEvent.Dropped dropped -> out.plain(dropped.comment());
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> delta(delta.text());
      case HubEvent.Seal token -> seal(token.token());
      case HubEvent.Cited cited -> cited(cited.citation());
      case HubEvent.Close _ -> close();
      case HubEvent.Searched _ -> {}
      case HubEvent.Finish finish -> finish(finish);
    }
  }

  @Override
  public byte[] take() {
    return out.take();
  }

  private void start(HubEvent.Start start) {
    var json = new JsonOutput(room.meter());
    json.plain("data: ").open('{').field("id", Ids.answer("chatcmpl-", start.id()));
    json.field("object", "chat.completion.chunk").field("created", terms.created());
    json.field("model", start.model().isEmpty() ? terms.model() : start.model());
    head = room.keep(json.name("choices").text());
    begin().field("role", "assistant").field("content", "");
    end(null);
  }

  private JsonOutput begin() {
    out.verbatim(head);
    return out.open('[').open('{').field("index", 0).name("delta").open('{');
  }

  private void end(@Nullable String reason) {
    out.close('}').nullable("finish_reason", reason).close('}').close(']');
    if (terms.usageInStream()) {
      out.name("usage").nothing();
    }
    out.close('}').plain("\n\n");
  }

  private void open(HubEvent.Open block) {
    open = block.kind();
    said = false;
    seal.clear();
    if (open == BlockKind.TOOL_CALL) {
      openCall(block);
    } else {
      release();
    }
  }

  private void openCall(HubEvent.Open block) {
    String name = terms.names().original(block.name());
    freeform = terms.names().isFreeform(name);
    String kind = freeform ? "custom" : "function";
    String signature = waiting.isEmpty() ? null : waiting.toString();
    waiting.clear();
    call().field("id", Ids.call(block.id(), signature)).field("type", kind).name(kind).open('{');
    out.field("name", name).field(freeform ? "input" : "arguments", "").close('}');
    ChatAnswerEncoder.signature(out, signature);
    endCall();
  }

  private JsonOutput call() {
    return begin().name("tool_calls").open('[').open('{').field("index", calls);
  }

  private void endCall() {
    out.close('}').close(']');
    end(null);
  }

  private void seal(String token) {
    seal.clear();
    seal.append(token);
  }

  private void delta(String more) {
    switch (open) {
      case TEXT -> {
        inBlock += more.codePointCount(0, more.length());
        say("content", more);
      }
      case DECLINED -> say("refusal", more);
      case THINKING -> thought(more);
      case TOOL_CALL -> called(more);
      case REDACTED -> {}
    }
  }

  private void thought(String more) {
    text.append(more);
    say("reasoning_content", more);
  }

  /// Takes more of a call's arguments. The input of a freeform tool lies in its arguments, and can
  /// be told when they are whole.
  private void called(String more) {
    said = true;
    if (freeform) {
      text.append(more);
    } else {
      arguments("function", "arguments", more);
    }
  }

  private void cited(ContentBlock.Citation citation) {
    begin().name("annotations").open('[');
    ChatAnswerEncoder.annotation(out, citation, before);
    out.close(']');
    end(null);
  }

  private void say(String name, String more) {
    begin().field(name, more);
    end(null);
  }

  private void arguments(String kind, String name, String more) {
    call().name(kind).open('{').field(name, more).close('}');
    endCall();
  }

  private void close() {
    switch (open) {
      case TEXT, DECLINED -> {
        before += inBlock;
        inBlock = 0;
      }
      case THINKING -> thoughtOver();
      case REDACTED -> sealed();
      case TOOL_CALL -> closeCall();
    }
    text.clear();
  }

  private void closeCall() {
    if (freeform) {
      arguments("custom", "input", FreeformInput.of(text.toString(), room.meter()));
    } else if (!said) {
      arguments("function", "arguments", "{}");
    }
    calls++;
  }

  private void thoughtOver() {
    if (text.isEmpty()) {
      waiting.clear();
      waiting.append(seal.toString());
    } else {
      sealed();
    }
  }

  /// Writes the token that waited, which is no call's.
  private void release() {
    if (!waiting.isEmpty()) {
      begin();
      details.add(out, new ContentBlock.Thinking("", waiting.toString(), SourcePath.NONE));
      details.end(out);
      end(null);
      waiting.clear();
    }
  }

  private void sealed() {
    if (!seal.isEmpty()) {
      begin();
      details.add(out, thinking(seal.toString()));
      details.end(out);
      end(null);
    }
  }

  private ContentBlock thinking(String token) {
    return open == BlockKind.REDACTED
        ? new ContentBlock.Redacted(token, SourcePath.NONE)
        : new ContentBlock.Thinking(text.toString(), token, SourcePath.NONE);
  }

  private void finish(HubEvent.Finish finish) {
    release();
    if (finish.stop() == StopReason.PAUSE) {
      out.plain(": x-sluice-dropped: stop_reason\n\n");
    }
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
