package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BlockCollector;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Seals;
import java.util.List;

/// A decoder of whole answers of Responses. Items are read as those of a stream, each in one piece.
final class ResponsesAnswerDecoder {

  private ResponsesAnswerDecoder() {}

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if `body` is no answer
  static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    JsonNode top = JsonTexts.answer(ResponsesEventDecoder.JSON, body, body.length, meter);
    StopReason stop = ResponsesStops.read(top);
    BlockCollector collector = collected(output(top), stop, seals, meter);
    List<ContentBlock> blocks = collector.blocks();
    return new HubReply(
        top.string("id", ""),
        top.string("model", ""),
        blocks,
        stop(stop, blocks),
        null,
        ResponsesUsage.read(top.get("usage")),
        collector.dropped());
  }

  private static JsonNode output(JsonNode top) {
    JsonNode output = top.get("output");
    if (output == null || !output.is(JsonKind.ARRAY)) {
      throw BrokenAnswer.answer("it has no output");
    }
    return output;
  }

  private static BlockCollector collected(
      JsonNode output, StopReason stop, Seals seals, HeapMeter meter) {
    var collector = new BlockCollector(meter);
    var items = new ItemSequence(seals, collector, new HeldRoom(meter));
    long index = 0;
    for (JsonNode item : output.children()) {
      items.done(index++, item);
    }
    if (!stop.cut() && !items.flaw().isEmpty()) {
      throw BrokenAnswer.answer(items.flaw());
    }
    return collector;
  }

  private static StopReason stop(StopReason stop, List<ContentBlock> blocks) {
    boolean declines = blocks.stream().anyMatch(ContentBlock.Declined.class::isInstance);
    boolean calls = blocks.stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    return (declines ? StopReason.FILTERED : stop).with(calls);
  }
}
