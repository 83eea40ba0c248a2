package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A list of an API, page by page.
///
/// @param filter what is asked of the list, as a further part of the query
record ApiPages(ApiClient client, String path, String filter) {
  private static final int PAGE = 100;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// The year 8000: what is far beyond is no time.
  private static final long LATEST = 190_000_000_000L;

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

  /// An instant in UTC, to the minute; `-` for none.
  ///
  /// @param seconds since 1970
  static String time(JsonNode seconds) {
    return seconds.isIntegralNumber() && Math.abs(seconds.asLong()) < LATEST
        ? MINUTE.format(Instant.ofEpochSecond(seconds.asLong()))
        : "-";
  }
}
