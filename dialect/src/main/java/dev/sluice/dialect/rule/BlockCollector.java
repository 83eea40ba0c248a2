package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.SourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A collector that builds the blocks which an answer's events stand for.
///
/// Belongs to one thread.
public final class BlockCollector implements Consumer<HubEvent> {
  private final HeapMeter meter;
  private final List<ContentBlock> blocks = new ArrayList<>();
  private final DroppedPaths dropped = new DroppedPaths();
  private HubEvent.@Nullable Open open;
  private final StringBuilder text = new StringBuilder();
  private final List<ContentBlock.Citation> citations = new ArrayList<>();
  private @Nullable String seal;

  public BlockCollector(HeapMeter meter) {
    this.meter = meter;
  }

  public List<ContentBlock> blocks() {
    return blocks;
  }

  /// The paths of what was left out of the answer.
  public List<String> dropped() {
    return dropped.paths();
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta more -> said(more.text());
      case HubEvent.Seal token -> seal = token.token();
      case HubEvent.Cited cited -> citations.add(cited.citation());
      case HubEvent.Close _ -> close();
      case HubEvent.Searched searched -> blocks.add(searched.search());
      case HubEvent.Dropped(String path, _) -> dropped.add(path, meter);
      case HubEvent.Start _, HubEvent.Finish _, HubEvent.Ping _ -> {}
    }
  }

  /// Adds to the open block, and counts the text twice: it stands in the builder first, and in its
  /// block then.
  private void said(String more) {
    meter.add(HeapMeter.string(2L * more.length()));
    text.append(more);
  }

  private void open(HubEvent.Open block) {
    open = block;
    text.setLength(0);
    citations.clear();
    seal = null;
  }

  private void close() {
    if (open != null) {
      blocks.add(block(open, text.toString()));
      open = null;
    }
  }

  private ContentBlock block(HubEvent.Open block, String words) {
    return switch (block.kind()) {
      case TEXT -> new ContentBlock.Text(words, List.copyOf(citations), null, SourcePath.NONE);
      case DECLINED -> new ContentBlock.Declined(words, SourcePath.NONE);
      case THINKING -> new ContentBlock.Thinking(words, seal, SourcePath.NONE);
      case REDACTED -> new ContentBlock.Redacted(seal == null ? "" : seal, SourcePath.NONE);
      case TOOL_CALL ->
          new ContentBlock.ToolCall(block.id(), block.name(), words, false, null, SourcePath.NONE);
    };
  }
}
