package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A list of an API, page by page.
///
/// @param filter what is asked of the list, as a further part of the query
record ApiPages(ApiClient client, String path, String filter) {
  private static final int PAGE = 100;

  /// The first so many entries.
  List<JsonNode> take(int most) throws ApiFault, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more && all.size() < most) {
      int limit = Math.min(PAGE, most - all.size());
      JsonNode page = client.get("%s?limit=%d%s%s".formatted(path, limit, after, filter));
      List<JsonNode> found = new ArrayList<>();
      page.path("data").forEach(found::add);
      all.addAll(found.subList(0, Math.min(limit, found.size())));
      more = page.path("has_more").asBoolean() && !found.isEmpty();
      after = more ? "&after=" + ApiClient.part(found.getLast().path("id").asText()) : "";
    }
    return all;
  }

  /// An instant in UTC; `-` for none.
  ///
  /// @param seconds since 1970
  static String time(JsonNode seconds) {
    return seconds.isIntegralNumber() && Math.abs(seconds.asLong()) < Integer.MAX_VALUE * 100L
        ? Instant.ofEpochSecond(seconds.asLong()).toString()
        : "-";
  }
}
