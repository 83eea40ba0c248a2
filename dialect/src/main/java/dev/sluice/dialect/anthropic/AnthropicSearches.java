package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Ids;
import java.util.ArrayList;
import java.util.List;

/// The searches of the web as Anthropic tells them: a call of its own tool and, in a block behind
/// it, what was found.
final class AnthropicSearches {
  private static final String TOOL = "web_search";

  private AnthropicSearches() {}

  public static boolean isCall(JsonNode block) {
    return block.string("type", "").equals("server_tool_use")
        && block.string("name", "").equals(TOOL);
  }

  static boolean isResult(JsonNode block) {
    return block.string("type", "").equals("web_search_tool_result");
  }

  public static ContentBlock.Search call(JsonNode block) {
    JsonNode input = block.get("input");
    String query = input == null ? "" : query(input.raw().text(), block.meter());
    return new ContentBlock.Search(block.string("id", ""), query, List.of(), SourcePath.of(block));
  }

  /// The words that were searched for.
  ///
  /// @param input the input of the call
  /// @param meter counts what is built
  static String query(String input, HeapMeter meter) {
    String query = JsonReader.string(input, "query", meter);
    return query == null ? "" : query;
  }

  /// Adds the sources found to the search that stands before their block.
  ///
  /// @return whether the block is the result of one of these searches
  public static boolean found(JsonNode block, List<ContentBlock> blocks) {
    if (!isResult(block)) {
      return false;
    }
    String id = block.string("tool_use_id", "");
    for (int i = blocks.size() - 1; i >= 0; i--) {
      if (blocks.get(i) instanceof ContentBlock.Search search && search.id().equals(id)) {
        blocks.set(i, found(search, block));
        return true;
      }
    }
    return false;
  }

  static ContentBlock.Search found(ContentBlock.Search search, JsonNode result) {
    var sources = new ArrayList<ContentBlock.Citation>();
    for (JsonNode page : result.children("content")) {
      sources.add(new ContentBlock.Citation(page.string("url", ""), page.string("title", ""), ""));
    }
    return new ContentBlock.Search(search.id(), search.query(), sources, search.place());
  }

  static void call(JsonOutput out, String id) {
    out.open('{').field("type", "server_tool_use").field("id", id(id)).field("name", TOOL);
    out.name("input");
  }

  static String id(String id) {
    return Ids.search("srvtoolu_", id);
  }

  static void input(JsonOutput out, ContentBlock.Search search) {
    out.open('{').field("query", search.query()).close('}');
  }

  static void result(JsonOutput out, ContentBlock.Search search) {
    out.open('{').field("type", "web_search_tool_result").field("tool_use_id", id(search.id()));
    out.name("content").open('[');
    for (ContentBlock.Citation page : search.sources()) {
      out.open('{').field("type", "web_search_result").field("url", page.url());
      out.field("title", page.title()).field("encrypted_content", "");
      out.name("page_age").nothing().close('}');
    }
    out.close(']').close('}');
  }
}
