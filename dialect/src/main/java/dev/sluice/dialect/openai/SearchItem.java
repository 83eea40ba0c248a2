package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import java.util.List;
import java.util.function.Consumer;

/// An item that is a search of the web by the provider.
record SearchItem(Consumer<HubEvent> sink) implements StreamedItem {
  /// Reads a search, or a page that the provider has opened.
  public static ContentBlock.Search read(JsonNode item, SourcePath place) {
    JsonNode action = item.get("action");
    String query = action == null ? "" : action.string("query", action.string("url", ""));
    List<JsonNode> pages = action == null ? List.of() : action.children("sources");
    List<ContentBlock.Citation> sources =
        pages.stream()
            .map(
                page ->
                    new ContentBlock.Citation(page.string("url", ""), page.string("title", ""), ""))
            .toList();
    return new ContentBlock.Search(item.string("id", ""), query, sources, place);
  }

  @Override
  public boolean event(String type, JsonNode event) {
    return false;
  }

  @Override
  public void done(JsonNode item) {
    sink.accept(new HubEvent.Searched(read(item, SourcePath.NONE)));
  }

  @Override
  public void cut() {}
}
