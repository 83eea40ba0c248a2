package dev.sluice.sim.unit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An order of documents by how many of the query's words they have.
///
/// @param top how many of the best are wanted
record Ranking(UnitKind kind, String query, List<String> documents, int top) {
  private static final int DOCUMENTS_MAX = 10_000;
  private static final int UNIT = 100;
  private static final int BYTES = 4;

  static Ranking read(UnitKind kind, JsonNode request) throws Refusal {
    boolean nim = kind == UnitKind.RANKING;
    String query =
        nim ? request.path("query").path("text").asText() : request.path("query").asText();
    List<String> documents = new ArrayList<>();
    for (JsonNode one : request.path(nim ? "passages" : "documents")) {
      documents.add(one.isTextual() ? one.textValue() : one.path("text").asText());
    }
    if (query.isEmpty() || documents.isEmpty() || documents.size() > DOCUMENTS_MAX) {
      throw new Refusal(OpenAiError.invalid("documents", null, "query and documents are needed"));
    }
    String bound = kind == UnitKind.VOYAGE_RERANK ? "top_k" : "top_n";
    return new Ranking(kind, query, documents, request.path(bound).asInt(documents.size()));
  }

  long tokens() {
    long bytes = query.length() + documents.stream().mapToLong(String::length).sum();
    return Math.ceilDiv(bytes, BYTES);
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+")));
  }

  /// How well a document fits, from 0 to 1000.
  private long score(int index) {
    Set<String> asked = words(query);
    Set<String> found = words(documents.get(index));
    found.retainAll(asked);
    return 1000L * found.size() / Math.max(1, asked.size());
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong((Integer i) -> -score(i)).thenComparing(i -> i));
    return kind == UnitKind.RANKING ? order : order.subList(0, Math.min(top, order.size()));
  }

  byte[] json(String id, String model) {
    boolean nim = kind == UnitKind.RANKING;
    Bytes out = new Bytes(4096).ascii("{");
    if (!nim) {
      out.ascii("\"id\":").quoted(id).ascii(",");
    }
    if (kind == UnitKind.RERANK || kind == UnitKind.VOYAGE_RERANK) {
      out.ascii("\"model\":").quoted(model).ascii(",");
    }
    String list = nim ? "rankings" : kind == UnitKind.VOYAGE_RERANK ? "data" : "results";
    out.quoted(list).ascii(":[");
    List<Integer> order = order();
    for (int i = 0; i < order.size(); i++) {
      out.ascii(i > 0 ? "," : "").ascii("{\"index\":").number(order.get(i)).ascii(",");
      out.quoted(nim ? "logit" : "relevance_score").ascii(":0.");
      out.padded((int) Math.min(999, score(order.get(i))), 3).ascii("}");
    }
    out.ascii("],");
    if (kind == UnitKind.COHERE_RERANK) {
      long units = Math.ceilDiv(documents.size(), UNIT);
      out.ascii(
          "\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":{\"search_units\":");
      return out.number(units).ascii("}}}").array();
    }
    return out.ascii("\"usage\":{\"total_tokens\":").number(tokens()).ascii("}}").array();
  }
}
