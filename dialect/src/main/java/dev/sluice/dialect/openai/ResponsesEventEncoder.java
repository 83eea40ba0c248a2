package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.AnswerTerms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of a stream of Responses' events. Each item is said again when it is over, and all
/// items at the end, so that they are held until then.
///
/// Belongs to one thread.
final class ResponsesEventEncoder implements EventEncoder {
  private static final List<String> SEARCH_STEPS = List.of("in_progress", "searching", "completed");

  private final JsonOutput out;
  private final AnswerTerms terms;
  private final HeldRoom room;
  private ResponsesItemWriter writer;
  private long number;
  private final List<RawJson> items = new ArrayList<>();

  /// The parts of the open message.
  private final List<RawJson> parts = new ArrayList<>();

  private boolean inMessage;
  private boolean declined;

  private HubEvent.Open open = new HubEvent.Open(BlockKind.TEXT, "", "");
  private final HeldText text;
  private final List<ContentBlock.Citation> citations = new ArrayList<>();
  private @Nullable String seal;

  public ResponsesEventEncoder(AnswerTerms terms, HeldRoom room) {
    this.terms = terms;
    this.room = room;
    out = new JsonOutput(room.meter());
    writer = new ResponsesItemWriter(terms, "", "", room.meter());
    text = new HeldText(room);
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> start(start);
      case HubEvent.Ping _ -> out.plain(": ping\n\n");
      case HubEvent.Dropped dropped -> out.plain(dropped.comment());
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> delta(delta.text());
      case HubEvent.Seal token -> seal = room.keep(token.token());
      case HubEvent.Cited cited -> cited(cited.citation());
      case HubEvent.Close _ -> close();
      case HubEvent.Searched searched -> searched(searched.search());
      case HubEvent.Finish finish -> finish(finish);
    }
  }

  @Override
  public byte[] take() {
    return out.take();
  }

  private void cited(ContentBlock.Citation citation) {
    room.keep(citation.url() + citation.title());
    citations.add(citation);
  }

  private void start(HubEvent.Start start) {
    writer =
        new ResponsesItemWriter(
            terms, room.keep(start.id()), room.keep(start.model()), room.meter());
    begin("response.created").name("response");
    writer.begun(out);
    end();
    begin("response.in_progress").name("response");
    writer.begun(out);
    end();
  }

  private JsonOutput begin(String type) {
    out.plain("event: ").plain(type).plain("\ndata: ");
    return out.open('{').field("type", type).field("sequence_number", number++);
  }

  private void end() {
    out.close('}').plain("\n\n");
  }

  private JsonOutput ofItem(String type) {
    return begin(type).field("item_id", itemId()).field("output_index", items.size());
  }

  private JsonOutput ofPart(String type) {
    return ofItem(type).field("content_index", parts.size());
  }

  private String itemId() {
    int index = items.size();
    return switch (open.kind()) {
      case TEXT, DECLINED -> writer.messageId(index);
      case THINKING, REDACTED -> writer.reasoningId(index);
      case TOOL_CALL -> writer.callId(index, open.name());
    };
  }

  private void added(RawJson item) {
    begin("response.output_item.added").field("output_index", items.size()).field("item", item);
    end();
  }

  private void done(RawJson item) {
    begin("response.output_item.done").field("output_index", items.size()).field("item", item);
    end();
    room.take(item.text().length());
    items.add(item);
  }

  private void open(HubEvent.Open block) {
    if (!isPart(block.kind())) {
      endMessage();
    }
    open = block;
    room.take(block.id().length() + block.name().length());
    seal = null;
    switch (block.kind()) {
      case TEXT, DECLINED -> openPart();
      case THINKING, REDACTED -> added(writer.reasoning(items.size(), "", null));
      case TOOL_CALL -> added(call("", ResponsesItemWriter.IN_PROGRESS));
    }
  }

  /// Whether a block of this kind is a part of a message, not an item of its own.
  private static boolean isPart(BlockKind kind) {
    return kind == BlockKind.TEXT || kind == BlockKind.DECLINED;
  }

  private RawJson call(String content, String status) {
    return writer.call(items.size(), open.id(), open.name(), content, status);
  }

  private void openPart() {
    if (!inMessage) {
      inMessage = true;
      added(writer.message(items.size(), List.of(), ResponsesItemWriter.IN_PROGRESS));
    }
    declined |= open.kind() == BlockKind.DECLINED;
    ofPart("response.content_part.added");
    out.field("part", writer.part(open.kind(), "", List.of()));
    end();
  }

  private void delta(String more) {
    boolean first = text.isEmpty();
    text.append(more);
    switch (open.kind()) {
      case TEXT -> textDelta(more);
      case DECLINED -> said(ofPart("response.refusal.delta"), "delta", more);
      case THINKING -> thought(more, first);
      case TOOL_CALL -> called(more);
      case REDACTED -> {}
    }
  }

  private void textDelta(String more) {
    ofPart("response.output_text.delta").field("delta", more);
    noLogprobs();
  }

  private void noLogprobs() {
    out.name("logprobs").open('[').close(']');
    end();
  }

  private void said(JsonOutput event, String name, String words) {
    event.field(name, words);
    end();
  }

  private void thought(String more, boolean first) {
    if (first) {
      summary("response.reasoning_summary_part.added", "");
    }
    said(ofSummary("response.reasoning_summary_text.delta"), "delta", more);
  }

  private JsonOutput ofSummary(String type) {
    return ofItem(type).field("summary_index", 0);
  }

  private void summary(String type, String words) {
    ofSummary(type).name("part");
    ResponsesItemWriter.summary(out, words);
    end();
  }

  /// Takes more of a call's arguments. The input of a freeform tool lies in its arguments, and can
  /// be told when they are whole; the arguments of the search for tools are told with their item.
  private void called(String more) {
    if (!writer.isFreeform(open.name()) && !writer.isFinder(open.name())) {
      said(ofItem("response.function_call_arguments.delta"), "delta", more);
    }
  }

  private void close() {
    String words = text.toString();
    text.clear();
    switch (open.kind()) {
      case TEXT -> closeText(words);
      case DECLINED -> closeRefusal(words);
      case THINKING -> closeThinking(words);
      case REDACTED ->
          done(writer.reasoning(items.size(), "", seal == null ? null : HiddenSeal.of(seal)));
      case TOOL_CALL -> closeCall(writer.content(open.name(), words));
    }
  }

  private void closeRefusal(String words) {
    said(ofPart("response.refusal.done"), "refusal", words);
    closePart(words);
  }

  private void closeText(String words) {
    for (int i = 0; i < citations.size(); i++) {
      ofPart("response.output_text.annotation.added").field("annotation_index", i);
      out.name("annotation");
      ResponsesItemWriter.annotation(out, citations.get(i), words);
      end();
    }
    ofPart("response.output_text.done").field("text", words);
    noLogprobs();
    closePart(words);
  }

  private void closePart(String words) {
    RawJson part = writer.part(open.kind(), words, citations);
    citations.clear();
    ofPart("response.content_part.done").field("part", part);
    end();
    room.take(part.text().length());
    parts.add(part);
  }

  private void endMessage() {
    if (inMessage) {
      inMessage = false;
      done(writer.message(items.size(), parts, ResponsesItemWriter.COMPLETED));
      parts.clear();
    }
  }

  private void closeThinking(String words) {
    if (!words.isEmpty()) {
      said(ofSummary("response.reasoning_summary_text.done"), "text", words);
      summary("response.reasoning_summary_part.done", words);
    }
    done(writer.reasoning(items.size(), words, seal));
  }

  private void closeCall(String content) {
    if (writer.isFreeform(open.name())) {
      said(ofItem("response.custom_tool_call_input.delta"), "delta", content);
      said(ofItem("response.custom_tool_call_input.done"), "input", content);
    } else if (!writer.isFinder(open.name())) {
      ofItem("response.function_call_arguments.done");
      said(out.field("name", writer.clientsName(open.name())), "arguments", content);
    }
    done(call(content, ResponsesItemWriter.COMPLETED));
  }

  private void searched(ContentBlock.Search search) {
    endMessage();
    added(writer.search(search, ResponsesItemWriter.IN_PROGRESS));
    for (String step : SEARCH_STEPS) {
      begin("response.web_search_call." + step).field("output_index", items.size());
      out.field("item_id", ResponsesItemWriter.searchId(search));
      end();
    }
    done(writer.search(search, ResponsesItemWriter.COMPLETED));
  }

  private void finish(HubEvent.Finish finish) {
    if (items.isEmpty() && !inMessage) {
      accept(new HubEvent.Open(BlockKind.TEXT, "", ""));
      accept(new HubEvent.Close());
    }
    endMessage();
    if (finish.stop() == StopReason.PAUSE) {
      out.plain(": x-sluice-dropped: stop_reason\n\n");
    }
    ended(finish.stop(), finish.usage());
  }

  private void ended(StopReason stop, TokenUsage usage) {
    String incomplete = ResponsesStops.incomplete(stop, declined);
    begin(incomplete == null ? "response.completed" : "response.incomplete").name("response");
    writer.ended(out, items, stop, declined, usage);
    end();
  }
}
