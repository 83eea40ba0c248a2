package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A block of a search that Anthropic runs: the one that begins the search, or the one that tells
/// what was found. Both together are one event.
final class SearchBlock implements StreamedBlock {
  /// The search that the block's first event tells: what is searched for, or what has been found.
  private final ContentBlock.Search begun;

  private final boolean isCall;

  /// The searches that have found nothing yet, by their ids.
  private final Map<String, ContentBlock.Search> pending;

  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final HeldText input;

  private SearchBlock(
      ContentBlock.Search begun,
      boolean isCall,
      Map<String, ContentBlock.Search> pending,
      Consumer<HubEvent> sink,
      HeldRoom room) {
    this.begun = begun;
    this.isCall = isCall;
    this.pending = pending;
    this.sink = sink;
    this.room = room;
    input = new HeldText(room);
  }

  /// Returns the block; null where it belongs to no search.
  static @Nullable SearchBlock of(
      JsonNode block,
      Map<String, ContentBlock.Search> pending,
      Consumer<HubEvent> sink,
      HeldRoom room) {
    if (AnthropicSearches.isCall(block)) {
      ContentBlock.Search call = AnthropicSearches.call(block);
      return new SearchBlock(kept(call, room), true, pending, sink, room);
    }
    ContentBlock.Search search =
        AnthropicSearches.isResult(block) ? pending.remove(block.string("tool_use_id", "")) : null;
    return search == null
        ? null
        : new SearchBlock(found(search, block, room), false, pending, sink, room);
  }

  /// Returns the search without its place, since the event's bytes are overwritten by the next
  /// event.
  private static ContentBlock.Search kept(ContentBlock.Search call, HeldRoom room) {
    return new ContentBlock.Search(
        room.keep(call.id()), room.keep(call.query()), List.of(), SourcePath.NONE);
  }

  private static ContentBlock.Search found(
      ContentBlock.Search search, JsonNode result, HeldRoom room) {
    ContentBlock.Search found = AnthropicSearches.found(search, result);
    found.sources().forEach(page -> room.take(page.url().length() + page.title().length()));
    return found;
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
      throw BrokenAnswer.stream(
          "a delta of the type \"" + type + "\" does not belong to its block");
    }
    input.append(delta.string("partial_json", ""));
  }

  @Override
  public boolean close() {
    if (!isCall) {
      sink.accept(new HubEvent.Searched(begun));
    } else if (input.isEmpty()) {
      pending.put(begun.id(), begun);
    } else {
      String query = room.keep(AnthropicSearches.query(input.toString(), room.meter()));
      pending.put(
          begun.id(), new ContentBlock.Search(begun.id(), query, List.of(), SourcePath.NONE));
    }
    input.clear();
    return true;
  }
}
