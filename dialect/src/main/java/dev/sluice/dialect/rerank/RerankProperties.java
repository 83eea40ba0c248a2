package dev.sluice.dialect.rerank;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rerank.RerankReply.Ranked;
import dev.sluice.dialect.rerank.RerankRequest.Document;
import dev.sluice.dialect.rerank.RerankRequest.Option;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reader of the properties of requests and answers.
final class RerankProperties {
  private static final JsonReader REQUESTS = JsonReader.of("query", "documents", "passages");

  private static final JsonReader ANSWERS =
      JsonReader.of("results", "data", "rankings", "usage", "meta", "billed_units", "tokens");

  /// The heap bytes of a document beside its text: of its path above all.
  private static final long OTHER = 96;

  private RerankProperties() {}

  static JsonNode request(byte[] body, HeapMeter meter) {
    try {
      return REQUESTS.read(body, meter);
    } catch (NotJsonException e) {
      throw new Untranslatable("", "cannot be read: " + e.getMessage());
    }
  }

  static JsonNode answer(byte[] body, HeapMeter meter) {
    try {
      return ANSWERS.read(body, meter);
    } catch (NotJsonException e) {
      throw malformed("it is no JSON: " + e.getMessage());
    }
  }

  static BrokenAnswer malformed(String what) {
    return new BrokenAnswer(
        AnswerFault.malformed("the answer has no order that can be used: " + what));
  }

  /// The query, a string or an object with a text.
  static String query(JsonNode top) {
    JsonNode query = top.get("query");
    if (query == null) {
      throw new Untranslatable("query", "is missing: say what the documents are to answer");
    }
    return text(query);
  }

  /// The documents, each a string or an object with a text.
  static List<Document> documents(JsonNode top, String name) {
    List<JsonNode> list = top.children(name);
    if (list.isEmpty()) {
      throw new Untranslatable(name, "has nothing in it: send at least one document");
    }
    List<Document> documents = new ArrayList<>(list.size());
    for (JsonNode document : list) {
      document.counting(OTHER);
      documents.add(new Document(document.path(), text(document)));
    }
    return documents;
  }

  private static String text(JsonNode value) {
    if (value.is(JsonKind.STRING)) {
      return value.text();
    }
    JsonNode text = value.is(JsonKind.OBJECT) ? value.get("text") : null;
    if (text == null || !text.is(JsonKind.STRING) || value.children().size() > 1) {
      throw new Untranslatable(
          value, "must be a string or an object with `text` alone: the target takes texts");
    }
    return text.text();
  }

  /// The first of these numbers that is there.
  static Optional<Option<Long>> whole(JsonNode top, String... names) {
    JsonNode value = first(top, names);
    if (value == null) {
      return Optional.empty();
    }
    long number = -1;
    try {
      number = Long.parseLong(value.text());
    } catch (NumberFormatException _) {
      // Told below.
    }
    if (number < 1) {
      throw new Untranslatable(value, "must be a whole number, 1 or more");
    }
    return Optional.of(new Option<>(value.path(), number));
  }

  static Optional<Option<Boolean>> flag(JsonNode top, String name) {
    JsonNode value = first(top, name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.is(JsonKind.BOOLEAN)) {
      throw new Untranslatable(value, "must be true or false");
    }
    return Optional.of(new Option<>(value.path(), value.text().equals("true")));
  }

  private static @Nullable JsonNode first(JsonNode top, String... names) {
    for (String name : names) {
      JsonNode value = top.get(name);
      if (value != null && !value.is(JsonKind.NULL)) {
        return value;
      }
    }
    return null;
  }

  /// The names that are not among those that the dialect knows.
  static List<String> others(JsonNode top, Set<String> known) {
    return top.children().stream()
        .filter(child -> !known.contains(child.name()) && !child.is(JsonKind.NULL))
        .map(JsonNode::path)
        .toList();
  }

  /// Reads the places of an answer, which must be documents of the request, each once.
  ///
  /// @param score the name of a document's score
  /// @param count how many documents were sent
  static List<Ranked> ranked(JsonNode top, String name, String score, int count) {
    JsonNode list = top.get(name);
    if (list == null || !list.is(JsonKind.ARRAY)) {
      throw malformed("it has no `" + name + "`");
    }
    var seen = new BitSet();
    List<Ranked> ranked = new ArrayList<>();
    for (JsonNode one : list.children()) {
      long index = one.number("index", -1);
      JsonNode value = one.get(score);
      if (index < 0 || index >= count || seen.get((int) index)) {
        throw malformed("its places contradict the request");
      }
      if (value == null || !value.is(JsonKind.NUMBER)) {
        throw malformed("a place has no score");
      }
      seen.set((int) index);
      ranked.add(new Ranked((int) index, value.raw()));
    }
    return ranked;
  }

  /// A count at the end of a path; empty where there is none that makes sense.
  static OptionalLong count(JsonNode top, String... path) {
    JsonNode at = top;
    for (int i = 0; i < path.length - 1 && at != null; i++) {
      at = at.get(path[i]);
    }
    long count = at == null ? -1 : at.number(path[path.length - 1], -1);
    return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
