package dev.sluice.internal.dialect.gemini.answer;

import dev.sluice.internal.dialect.hub.Block;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.hub.HubReply;
import dev.sluice.internal.dialect.hub.StopReason;
import dev.sluice.internal.dialect.hub.TokenUsage;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.json.SourcePath;
import dev.sluice.internal.dialect.rule.BrokenAnswer;
import dev.sluice.internal.dialect.rule.DroppedPaths;
import dev.sluice.internal.dialect.seal.Seals;
import dev.sluice.internal.dialect.sse.HeldRoom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a whole answer of generateContent, as the one event of a stream.
public final class GeminiAnswerDecoder {
  private final HeapMeter meter;
  private String id = "";
  private String model = "";
  private final List<Block> blocks = new ArrayList<>();
  private final DroppedPaths dropped = new DroppedPaths();
  private StopReason stop = StopReason.END;
  private TokenUsage usage = TokenUsage.NONE;

  private HubEvent.Open open = new HubEvent.Open(HubEvent.BlockKind.TEXT, "", "");
  private final StringBuilder text = new StringBuilder();
  private @Nullable String seal;
  private List<Block.Citation> citations = List.of();

  private GeminiAnswerDecoder(HeapMeter meter) {
    this.meter = meter;
  }

  /// Reads a provider's answer.
  ///
  /// @throws BrokenAnswer if it is none
  public static HubReply decode(byte[] body, Seals seals, HeapMeter meter) {
    var answer = new GeminiAnswerDecoder(meter);
    var decoder = new GeminiEventDecoder(seals, answer::accept, new HeldRoom(meter));
    decoder.event(body, body.length);
    decoder.end();
    return new HubReply(
        answer.id,
        answer.model,
        answer.blocks,
        answer.stop,
        null,
        answer.usage,
        answer.dropped.paths());
  }

  private void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> {
        id = start.id();
        model = start.model();
      }
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> said(delta.text());
      case HubEvent.Seal token -> seal = token.token();
      case HubEvent.Cited cited -> citations.add(cited.citation());
      case HubEvent.Close _ -> blocks.add(block());
      case HubEvent.Searched searched -> blocks.add(searched.search());
      case HubEvent.Finish finish -> {
        stop = finish.stop();
        usage = finish.usage();
      }
      case HubEvent.Dropped(String path, _) -> dropped.add(path, meter);
      case HubEvent.Ping _ -> {}
    }
  }

  /// A text stands in the builder first, and in its block then.
  private void said(String more) {
    meter.add(HeapMeter.string(2L * more.length()));
    text.append(more);
  }

  private void open(HubEvent.Open block) {
    open = block;
    text.setLength(0);
    seal = null;
    citations = new ArrayList<>();
  }

  private Block block() {
    String said = text.toString();
    return switch (open.kind()) {
      case THINKING -> new Block.Thinking(said, seal, SourcePath.NONE);
      case TOOL_CALL ->
          new Block.ToolCall(open.id(), open.name(), said, false, null, SourcePath.NONE);
      case TEXT, REDACTED, DECLINED -> new Block.Text(said, citations, null, SourcePath.NONE);
    };
  }
}
