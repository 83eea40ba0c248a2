package dev.sluice.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.HeldRoom;
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

/// A decoder of a stream of Responses' events that holds the stream to its grammar: items that
/// begin before they go on, and one end. Events of an unknown type are passed over; an unknown item
/// is left out and told. Event numbers that leave one out or come twice are told, once: servers
/// count as they like. From then on items are compared with what their events have said, so that
/// nothing is lost or said twice. An event with the number of the event before, as long and with
/// the same hash, in a stream that has counted well so far, is a repetition and passed over.
///
/// Belongs to one thread.
final class ResponsesEventDecoder implements EventDecoder {
  /// Opens what matters in answers and in events.
  static final JsonReader JSON =
      JsonReader.of(
          "response",
          "item",
          "output",
          "content",
          "summary",
          "annotations",
          "annotation",
          "action",
          "sources",
          "usage",
          "input_tokens_details",
          "output_tokens_details",
          "error",
          "incomplete_details");

  private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final ItemSequence items;
  private boolean started;
  private long number = -1;

  /// The hash of the event before, where its number tells a repetition.
  private int before;

  /// The length in bytes of the event before.
  private int lengthBefore;

  /// Whether the events' numbers have left one out or come twice.
  private boolean jumps;

  private boolean jumpTold;

  private boolean calls;
  private boolean declines;
  private boolean complete;

  public ResponsesEventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.room = room;
    this.sink = sink;
    items = new ItemSequence(seals, this::pass, room);
  }

  private void pass(HubEvent event) {
    if (!started) {
      throw BrokenAnswer.stream("an item stands before response.created");
    }
    if (event instanceof HubEvent.Open block) {
      calls |= block.kind() == BlockKind.TOOL_CALL;
      declines |= block.kind() == BlockKind.DECLINED;
    }
    sink.accept(event);
  }

  @Override
  public JsonNode parse(byte[] a, int length) {
    return JsonTexts.event(JSON, a, length, room.meter());
  }

  @Override
  public void event(byte[] a, int length) {
    if (!complete && !Arrays.equals(a, 0, length, DONE, 0, DONE.length)) {
      event(parse(a, length));
    }
  }

  @Override
  public void event(JsonNode event) {
    if (complete) {
      return;
    }
    long next = event.number("sequence_number", -1);
    if (next < 0 || !repeats(next, event)) {
      read(event.string("type", ""), event);
    }
  }

  @Override
  public void end() {
    if (!complete) {
      throw new BrokenAnswer(
          AnswerFault.cut("The provider's stream came to its end without a response.completed"));
    }
  }

  @Override
  public boolean complete() {
    return complete;
  }

  /// Whether an event repeats the one before. Notes its number.
  private boolean repeats(long next, JsonNode event) {
    int hash = event.writtenHash();
    int length = event.end() - event.start();
    boolean again = !jumps && next == number && hash == before && length == lengthBefore;
    if (number >= 0 && next != number + 1) {
      jump(again);
    }
    number = next;
    before = hash;
    lengthBefore = length;
    return again;
  }

  private void jump(boolean again) {
    if (!jumpTold) {
      jumpTold = true;
      sink.accept(new HubEvent.Dropped("sequence_number", false));
    }
    if (!again) {
      jumps = true;
      items.doubt();
    }
  }

  private void read(String type, JsonNode event) {
    switch (type) {
      case "response.created" -> start(event);
      case "response.output_item.added" -> items.added(index(event), item(event));
      case "response.output_item.done" -> items.done(index(event), item(event));
      case "response.output_text.delta",
          "response.output_text.annotation.added",
          "response.refusal.delta",
          "response.content_part.done",
          "response.reasoning_summary_text.delta",
          "response.reasoning_text.delta",
          "response.function_call_arguments.delta",
          "response.custom_tool_call_input.delta" ->
          items.event(index(event), type, event);
      case "response.completed", "response.incomplete" -> finish(event.get("response"));
      case "response.failed", "error" -> throw failed(event);
      case "keepalive" -> sink.accept(new HubEvent.Ping());
      default -> {}
    }
  }

  private void start(JsonNode event) {
    JsonNode response = event.get("response");
    if (started || response == null) {
      throw BrokenAnswer.stream("a response.created is out of place");
    }
    started = true;
    sink.accept(
        new HubEvent.Start(
            response.string("id", ""), response.string("model", ""), TokenUsage.NONE));
  }

  private static long index(JsonNode event) {
    return event.number("output_index", 0);
  }

  private static JsonNode item(JsonNode event) {
    JsonNode item = event.get("item");
    if (item == null) {
      throw BrokenAnswer.stream("an event has no item");
    }
    return item;
  }

  /// Ends the answer. Items that have not come in events stand in the response.
  private void finish(@Nullable JsonNode response) {
    if (!started || response == null) {
      throw BrokenAnswer.stream("the end of the response is out of place");
    }
    StopReason stop = ResponsesStops.read(response);
    if (items.isEmpty()) {
      long index = 0;
      for (JsonNode item : response.children("output")) {
        items.done(index++, item);
      }
    }
    items.end(stop.cut());
    if (!stop.cut() && !items.flaw().isEmpty()) {
      throw BrokenAnswer.stream(items.flaw());
    }
    complete = true;
    StopReason reason = (declines ? StopReason.FILTERED : stop).with(calls);
    TokenUsage usage = ResponsesUsage.read(response.get("usage"));
    sink.accept(new HubEvent.Finish(reason, null, usage));
  }

  private static BrokenAnswer failed(JsonNode event) {
    JsonNode response = event.get("response");
    JsonNode holder = response == null ? event : response;
    JsonNode error = holder.get("error");
    return new BrokenAnswer(ResponsesErrors.fault(0, error == null ? holder : error));
  }
}
