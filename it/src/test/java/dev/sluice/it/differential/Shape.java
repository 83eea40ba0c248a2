package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// How one provider answers one kind of request.
///
/// @param name names it in the corpus
/// @param provider the gateway's type for it
/// @param modes the ways in which it is asked
/// @param calls what the application asks, in this order
/// @param replies what the upstream says; the first one that fits a request
/// @param sole whether the gateway has this provider alone, for any model, so that names need no
///   prefix and may be left out
record Shape(
    String name,
    String provider,
    List<Mode> modes,
    List<JsonNode> calls,
    List<Reply> replies,
    boolean sole) {

  /// All shapes of the corpus.
  static List<Shape> corpus() {
    return Yaml.readAll("shapes").stream().flatMap(Shape::file).toList();
  }

  private static Stream<Shape> file(JsonNode file) {
    JsonNode common = file.path("common");
    return file.path("shapes").properties().stream()
        .map(Map.Entry::copyOf)
        .map(entry -> of(entry.getKey(), Yaml.joined(common, entry.getValue())));
  }

  /// A shape of one call is its own call and its own reply.
  private static Shape of(String name, JsonNode node) {
    List<JsonNode> calls = Yaml.list(node.path("calls"));
    List<JsonNode> replies = Yaml.list(node.path("replies"));
    return new Shape(
        name,
        node.path("provider").asText(),
        Yaml.texts(node.path("modes"), "whole", "stream", "assembled", "learned").stream()
            .map(mode -> Mode.valueOf(mode.toUpperCase(Locale.ROOT)))
            .toList(),
        calls.isEmpty() ? List.of(node) : calls,
        (replies.isEmpty() ? List.of(node) : replies)
            .stream().map(reply -> Reply.of(Yaml.joined(node, reply))).toList(),
        node.path("sole").asBoolean());
  }
}
