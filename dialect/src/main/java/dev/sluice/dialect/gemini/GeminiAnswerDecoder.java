package dev.sluice.dialect.gemini;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BlockCollector;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Seals;

/// A decoder of whole answers of generateContent, which reads each as the one event of a stream.
final class GeminiAnswerDecoder {
  private final BlockCollector collector;
  private String id = "";
  private String model = "";
  private StopReason stop = StopReason.END;
  private TokenUsage usage = TokenUsage.NONE;

  private GeminiAnswerDecoder(HeapMeter meter) {
    this.collector = new BlockCollector(meter);
  }

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if `body` is no answer
  public static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    var answer = new GeminiAnswerDecoder(meter);
    var decoder = new GeminiEventDecoder(seals, answer::accept, new HeldRoom(meter));
    decoder.event(body, body.length);
    decoder.end();
    return new HubReply(
        answer.id,
        answer.model,
        answer.collector.blocks(),
        answer.stop,
        null,
        answer.usage,
        answer.collector.dropped());
  }

  private void accept(HubEvent event) {
    if (event instanceof HubEvent.Start start) {
      id = start.id();
      model = start.model();
    } else if (event instanceof HubEvent.Finish finish) {
      stop = finish.stop();
      usage = finish.usage();
    } else {
      collector.accept(event);
    }
  }
}
