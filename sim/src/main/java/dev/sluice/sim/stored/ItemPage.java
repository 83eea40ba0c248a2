package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.wire.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of items, the newest first unless `order=asc`.
final class ItemPage {
  private static final int PAGE = 20;
  private static final int PAGE_MAX = 100;

  private ItemPage() {}

  static byte[] of(List<JsonNode> items, ReceivedRequest request) {
    List<JsonNode> ordered = new ArrayList<>(items);
    if (!"asc".equals(request.query("order"))) {
      Collections.reverse(ordered);
    }
    int from = from(ordered, request.query("after"));
    int end = Math.min(ordered.size(), from + limit(request.query("limit")));
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("object", "list");
    page.putArray("data").addAll(ordered.subList(from, end));
    page.put("first_id", id(ordered, from, end)).put("last_id", id(ordered, end - 1, end));
    return page.put("has_more", end < ordered.size()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int from(List<JsonNode> items, @Nullable String after) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path("id").asText("").equals(after)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int limit(@Nullable String text) {
    boolean digits = text != null && text.matches("\\d{1,4}");
    return digits ? Math.clamp(Integer.parseInt(text), 1, PAGE_MAX) : PAGE;
  }

  private static String id(List<JsonNode> items, int at, int end) {
    return at >= 0 && at < end ? items.get(at).path("id").asText("") : "";
  }
}
