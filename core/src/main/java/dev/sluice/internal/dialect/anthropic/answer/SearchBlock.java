package dev.sluice.internal.dialect.anthropic.answer;

import dev.sluice.internal.dialect.hub.Block;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.sse.HeldRoom;
import dev.sluice.internal.dialect.sse.HeldText;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A search that Anthropic runs: the block that begins it, or the one that tells what it has found.
/// Both together are one event.
final class SearchBlock implements StreamedBlock {
  private final JsonNode block;

  /// The searches that have found nothing yet, by their ids.
  private final Map<String, Block.Search> pending;

  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final HeldText input;

  private SearchBlock(
      JsonNode block, Map<String, Block.Search> pending, Consumer<HubEvent> sink, HeldRoom room) {
    this.block = block;
    this.pending = pending;
    this.sink = sink;
    this.room = room;
    input = new HeldText(room);
  }

  /// The block; null where it is another one.
  static @Nullable SearchBlock of(
      JsonNode block, Map<String, Block.Search> pending, Consumer<HubEvent> sink, HeldRoom room) {
    boolean result =
        AnthropicSearches.isResult(block) && pending.containsKey(block.string("tool_use_id", ""));
    return result || AnthropicSearches.isCall(block)
        ? new SearchBlock(block, pending, sink, room)
        : null;
  }

  @Override
  public boolean calls() {
    return false;
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public void delta(@Nullable JsonNode delta) {
    String type = delta == null ? "" : delta.string("type", "");
    if (delta == null || !type.equals("input_json_delta")) {
      throw AnthropicEventDecoder.broken(
          "a delta of the type \"" + type + "\" does not belong to its block");
    }
    input.append(delta.string("partial_json", ""));
  }

  @Override
  public boolean close() {
    if (AnthropicSearches.isCall(block)) {
      Block.Search begun = AnthropicSearches.call(block);
      String query = input.isEmpty() ? begun.query() : AnthropicSearches.query(input.toString());
      input.clear();
      String id = room.keep(begun.id());
      pending.put(id, new Block.Search(id, room.keep(query), begun.sources(), begun.place()));
    } else {
      Block.Search search = pending.remove(block.string("tool_use_id", ""));
      if (search != null) {
        sink.accept(new HubEvent.Searched(AnthropicSearches.found(search, block)));
      }
    }
    return true;
  }
}
