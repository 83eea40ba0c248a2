package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A decoder of a stream of Messages' events that holds the stream to its grammar: one block open
/// at a time, indexes rising from 0, a reason for the stop before the end. Events of an unknown
/// type are passed over, as the vendor asks; an unknown block or delta is left out and told, but in
/// a call, whose arguments would not be whole.
///
/// Belongs to one thread.
final class AnthropicEventDecoder implements EventDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "message",
          "content_block",
          "delta",
          "content",
          "citations",
          "citation",
          "usage",
          "output_tokens_details",
          "cache_creation",
          "error");

  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private boolean started;
  private long next;
  private @Nullable StreamedBlock open;
  private final Map<String, ContentBlock.Search> searches = new HashMap<>();
  private boolean calls;

  /// The name of the tool whose arguments are no object, which is an error unless the model was
  /// interrupted.
  private String halfWritten = "";

  private @Nullable StopReason stop;
  private @Nullable String stopSequence;
  private TokenUsage usage = TokenUsage.NONE;
  private boolean complete;

  public AnthropicEventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.seals = seals;
    this.sink = sink;
    this.room = room;
  }

  @Override
  public JsonNode parse(byte[] a, int length) {
    return JsonTexts.event(JSON, a, length, room.meter());
  }

  @Override
  public void end() {
    if (!complete) {
      throw new BrokenAnswer(
          AnswerFault.cut("The provider's stream came to its end without a message_stop"));
    }
  }

  @Override
  public boolean complete() {
    return complete;
  }

  @Override
  public void event(JsonNode event) {
    if (complete) {
      return;
    }
    String type = event.string("type", "");
    switch (type) {
      case "message_start" -> start(event);
      case "content_block_start" -> open(event);
      case "content_block_delta" -> current(event).delta(event.get("delta"));
      case "content_block_stop" -> close(event);
      case "message_delta" -> delta(event);
      case "message_stop" -> stop();
      case "ping" -> sink.accept(new HubEvent.Ping());
      case "error" -> {
        JsonNode error = event.get("error");
        throw new BrokenAnswer(AnthropicErrors.fault(0, error == null ? event : error));
      }
      default -> {}
    }
  }

  private void start(JsonNode event) {
    JsonNode message = event.get("message");
    if (started || message == null) {
      throw BrokenAnswer.stream("a message_start is out of place");
    }
    started = true;
    usage(message);
    String id = message.string("id", "");
    sink.accept(new HubEvent.Start(id, message.string("model", ""), usage));
  }

  private void usage(JsonNode holder) {
    JsonNode counts = holder.get("usage");
    if (counts != null) {
      usage = AnthropicUsage.read(counts, usage);
    }
  }

  private void open(JsonNode event) {
    JsonNode block = event.get("content_block");
    if (!started || open != null || stop != null || block == null || index(event) != next) {
      throw BrokenAnswer.stream("a content_block_start is out of place");
    }
    open = opened(block);
    next++;
    calls |= open.calls();
  }

  private StreamedBlock opened(JsonNode block) {
    StreamedBlock search = SearchBlock.of(block, searches, sink, room);
    if (search != null) {
      return search;
    }
    String path = "content[" + next + "]";
    StreamedBlock known = OpenBlock.of(block, path, seals, sink, room);
    if (known == null) {
      sink.accept(new HubEvent.Dropped(path, true));
    }
    return known == null ? StreamedBlock.UNKNOWN : known;
  }

  private StreamedBlock current(JsonNode event) {
    if (open == null || index(event) != next - 1) {
      throw BrokenAnswer.stream("an event belongs to a block that is not open");
    }
    return open;
  }

  private static long index(JsonNode event) {
    return event.number("index", -1);
  }

  private void close(JsonNode event) {
    StreamedBlock block = current(event);
    open = null;
    if (!block.close()) {
      halfWritten = room.keep(block.name());
    }
  }

  private void delta(JsonNode event) {
    if (!started || open != null) {
      throw BrokenAnswer.stream("a message_delta is out of place");
    }
    usage(event);
    JsonNode delta = event.get("delta");
    String reason = delta == null ? null : delta.string("stop_reason");
    if (delta != null && reason != null) {
      stop = AnthropicStops.read(reason);
      stopSequence = delta.string("stop_sequence");
      room.keep(stopSequence == null ? "" : stopSequence);
    }
  }

  private void stop() {
    if (stop == null || open != null) {
      throw BrokenAnswer.stream("a message_stop is out of place");
    }
    if (!halfWritten.isEmpty() && !stop.cut()) {
      throw BrokenAnswer.stream(
          "the arguments of the call of \"" + halfWritten + "\" are no JSON object");
    }
    complete = true;
    sink.accept(new HubEvent.Finish(stop.with(calls), stopSequence, usage));
  }
}
