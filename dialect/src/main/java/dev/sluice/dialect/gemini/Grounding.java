package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import java.util.ArrayList;
import java.util.List;

/// The searches that an answer rests on, and the pages that its texts refer to, collected from its
/// blocks.
///
/// Belongs to one thread.
final class Grounding {
  private final List<String> queries = new ArrayList<>();
  private final List<ContentBlock.Citation> pages = new ArrayList<>();

  void searched(ContentBlock.Search search) {
    queries.add(search.query());
  }

  void cited(ContentBlock.Citation page) {
    pages.add(page);
  }

  /// Writes the grounding; nothing where there is none.
  void write(JsonOutput out) {
    if (queries.isEmpty() && pages.isEmpty()) {
      return;
    }
    out.name("groundingMetadata").open('{').name("webSearchQueries").open('[');
    queries.forEach(out::string);
    out.close(']').name("groundingChunks").open('[');
    pages.forEach(page -> chunk(out, page));
    out.close(']').close('}');
  }

  private static void chunk(JsonOutput out, ContentBlock.Citation page) {
    out.open('{').name("web").open('{').field("uri", page.url());
    out.field("title", page.title()).close('}').close('}');
  }
}
