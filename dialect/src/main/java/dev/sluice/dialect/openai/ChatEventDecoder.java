package dev.sluice.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A decoder of a stream of chunks. The answer is finished by `[DONE]`, or by the end of the stream
/// behind a `finish_reason`: the usage may come between them.
///
/// Belongs to one thread.
final class ChatEventDecoder implements EventDecoder {
  /// Opens what matters in answers and in events.
  static final JsonReader JSON =
      JsonReader.of(
          "choices",
          "message",
          "delta",
          "tool_calls",
          "function",
          "custom",
          "annotations",
          "url_citation",
          "usage",
          "prompt_tokens_details",
          "completion_tokens_details",
          "error");

  private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final ChatToolFragments tools;

  private boolean started;
  private @Nullable BlockKind open;
  private final HeldText thought;

  /// The text that came behind a call's beginning; the call is not over before the choice is.
  private final HeldText late;

  private boolean declined;
  private @Nullable StopReason stop;
  private TokenUsage usage = TokenUsage.NONE;
  private boolean complete;

  public ChatEventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.room = room;
    this.seals = seals;
    this.sink = sink;
    tools = new ChatToolFragments(sink, room);
    thought = new HeldText(room);
    late = new HeldText(room);
  }

  @Override
  public JsonNode parse(byte[] a, int length) {
    return JsonTexts.event(JSON, a, length, room.meter());
  }

  @Override
  public void event(byte[] a, int length) {
    if (complete) {
      return;
    }
    if (Arrays.equals(a, 0, length, DONE, 0, DONE.length)) {
      finish("[DONE]");
    } else {
      event(parse(a, length));
    }
  }

  @Override
  public void end() {
    if (!complete) {
      finish("its end");
    }
  }

  @Override
  public boolean complete() {
    return complete;
  }

  private void finish(String where) {
    if (stop == null) {
      throw new BrokenAnswer(
          AnswerFault.cut("The provider's stream came to " + where + " without a finish_reason"));
    }
    complete = true;
    StopReason reason = declined ? StopReason.FILTERED : stop;
    sink.accept(new HubEvent.Finish(reason.with(tools.any()), null, usage));
  }

  @Override
  public void event(JsonNode chunk) {
    if (complete) {
      return;
    }
    ChatAnswerDecoder.refuseError(chunk);
    usage(chunk.get("usage"));
    for (JsonNode choice : chunk.children("choices")) {
      if (choice.number("index", 0) == 0) {
        start(chunk);
        choice(choice);
      }
    }
  }

  private void usage(@Nullable JsonNode counts) {
    if (counts != null) {
      usage = ChatUsage.read(counts);
    }
  }

  private void start(JsonNode chunk) {
    if (!started) {
      started = true;
      String id = chunk.string("id", "");
      tools.answer(id);
      sink.accept(new HubEvent.Start(id, chunk.string("model", ""), TokenUsage.NONE));
    }
  }

  private void choice(JsonNode choice) {
    JsonNode delta = choice.get("delta");
    if (delta != null) {
      delta(delta);
    }
    String reason = choice.string("finish_reason");
    if (reason != null && !reason.isEmpty() && stop == null) {
      stop(ChatStops.read(reason));
    }
  }

  private void stop(StopReason reason) {
    stop = reason;
    close();
    tools.flush(reason.cut());
    flushLate();
  }

  private void delta(JsonNode delta) {
    more(BlockKind.THINKING, ChatAnswerDecoder.first(delta, "reasoning_content", "reasoning"));
    more(BlockKind.TEXT, delta.string("content", ""));
    more(BlockKind.DECLINED, delta.string("refusal", ""));
    if (open == BlockKind.TEXT) {
      ChatAnswerDecoder.citations(delta).forEach(c -> sink.accept(new HubEvent.Cited(c)));
    }
    delta.children("tool_calls").forEach(this::call);
    if (delta.get("function_call") != null) {
      throw BrokenAnswer.stream("it calls a function in the deprecated form");
    }
  }

  private void call(JsonNode fragment) {
    refuseAfterStop();
    close();
    tools.fragment(fragment);
  }

  private void more(BlockKind kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    refuseAfterStop();
    if (!tools.any()) {
      pass(kind, text);
    } else if (kind == BlockKind.TEXT) {
      late.append(text);
    }
  }

  private void pass(BlockKind kind, String text) {
    if (open != kind) {
      open(kind);
    }
    if (kind == BlockKind.THINKING) {
      thought.append(text);
    }
    sink.accept(new HubEvent.Delta(text));
  }

  private void open(BlockKind kind) {
    close();
    open = kind;
    declined |= kind == BlockKind.DECLINED;
    sink.accept(new HubEvent.Open(kind, "", ""));
  }

  private void refuseAfterStop() {
    if (stop != null) {
      throw BrokenAnswer.stream("it goes on behind its finish_reason");
    }
  }

  private void close() {
    if (open == null) {
      return;
    }
    if (open == BlockKind.THINKING) {
      sink.accept(new HubEvent.Seal(seals.close("", thought.toString())));
      thought.clear();
    }
    open = null;
    sink.accept(new HubEvent.Close());
  }

  private void flushLate() {
    if (!late.isEmpty()) {
      sink.accept(new HubEvent.Open(BlockKind.TEXT, "", ""));
      sink.accept(new HubEvent.Delta(late.toString()));
      sink.accept(new HubEvent.Close());
    }
  }
}
