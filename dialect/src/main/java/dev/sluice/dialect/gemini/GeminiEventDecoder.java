package dev.sluice.dialect.gemini;

import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A decoder of a stream of responses, or of the one response that is a whole answer: the two have
/// one form. There is no mark at the end: an answer is finished when the stream ends behind a
/// `finishReason`, or behind a `blockReason` where the prompt was refused. The last usage counts.
///
/// Belongs to one thread.
final class GeminiEventDecoder implements EventDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "candidates",
          "content",
          "parts",
          "functionCall",
          "groundingMetadata",
          "groundingChunks",
          "groundingChunkIndices",
          "groundingSupports",
          "segment",
          "web",
          "webSearchQueries",
          "promptFeedback",
          "usageMetadata",
          "error",
          "details",
          "violations");

  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final GeminiPartReader parts;
  private boolean started;
  private @Nullable StopReason stop;
  private TokenUsage usage = TokenUsage.NONE;
  private boolean complete;

  GeminiEventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.room = room;
    this.sink = sink;
    parts = new GeminiPartReader(seals, sink, room);
  }

  @Override
  public JsonNode parse(byte[] a, int length) {
    return JsonTexts.answer(JSON, a, length, room.meter());
  }

  /// Reads the responses of one event. An error may come within an array.
  @Override
  public void event(JsonNode top) {
    if (complete) {
      return;
    }
    if (top.is(JsonKind.ARRAY)) {
      top.children().forEach(this::response);
    } else {
      response(top);
    }
  }

  @Override
  public void end() {
    if (complete) {
      return;
    }
    if (stop == null) {
      throw new BrokenAnswer(
          AnswerFault.cut("The provider's answer came to its end without a finishReason"));
    }
    parts.close();
    complete = true;
    sink.accept(new HubEvent.Finish(stop.with(parts.calls()), null, usage));
  }

  @Override
  public boolean complete() {
    return complete;
  }

  private void response(JsonNode response) {
    JsonNode error = response.get("error");
    if (error != null) {
      throw new BrokenAnswer(GoogleErrors.fault(0, error));
    }
    usage(response.get("usageMetadata"));
    start(response);
    response.children("candidates").forEach(this::candidate);
    feedback(response.get("promptFeedback"));
  }

  private void usage(@Nullable JsonNode counts) {
    if (counts != null) {
      usage = GeminiUsage.read(counts);
    }
  }

  private void start(JsonNode response) {
    if (!started) {
      started = true;
      String id = response.string("responseId", "");
      parts.answer(room.keep(id));
      sink.accept(new HubEvent.Start(id, response.string("modelVersion", ""), TokenUsage.NONE));
    }
  }

  /// Reads the feedback about the prompt. A prompt that is refused has no candidates.
  private void feedback(@Nullable JsonNode feedback) {
    String reason = feedback == null ? "" : feedback.string("blockReason", "");
    if (!reason.isEmpty() && !reason.equals("BLOCK_REASON_UNSPECIFIED") && stop == null) {
      stop = StopReason.FILTERED;
    }
  }

  private void candidate(JsonNode candidate) {
    if (candidate.number("index", 0) != 0) {
      return;
    }
    content(candidate.get("content"));
    JsonNode grounding = candidate.get("groundingMetadata");
    if (grounding != null) {
      parts.grounding(grounding);
    }
    finish(candidate);
  }

  private void content(@Nullable JsonNode content) {
    if (content == null) {
      return;
    }
    for (JsonNode part : content.children("parts")) {
      parts.part(part, stop != null);
    }
  }

  private void finish(JsonNode candidate) {
    String reason = candidate.string("finishReason", "");
    if (reason.isEmpty() || reason.equals("FINISH_REASON_UNSPECIFIED") || stop != null) {
      return;
    }
    if (GeminiStops.isMalformed(reason) && !parts.any()) {
      String why = candidate.string("finishMessage", "");
      throw BrokenAnswer.answer(
          "the model's words make no sense: " + reason + (why.isEmpty() ? "" : ": ") + why);
    }
    stop = GeminiStops.read(reason);
  }
}
