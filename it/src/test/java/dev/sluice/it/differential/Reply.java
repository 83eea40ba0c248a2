package dev.sluice.it.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// What the scripted upstream says to requests of one kind.
///
/// @param path of the operation, as `/chat/completions`
/// @param when what the body of the request holds; empty for any
/// @param times how many requests get this answer; later ones get another
/// @param whole the answer to a request for a whole one
/// @param stream the answer to a request for a stream
record Reply(String path, String when, int times, JsonNode whole, JsonNode stream) {
  private static final String DONE = "data: [DONE]\n\n";

  static Reply of(JsonNode node) {
    JsonNode whole = answer(node, "whole");
    return new Reply(
        node.path("path").asText(path(node.path("operation").asText())),
        node.path("when").asText(),
        node.path("times_answered").asInt(Integer.MAX_VALUE),
        whole,
        node.has("stream") ? answer(node, "stream") : whole);
  }

  /// Headers that whole answers and streams have in common stand beside them.
  private static JsonNode answer(JsonNode node, String which) {
    ObjectNode answer = Yaml.joined(node.path(which), Yaml.JSON.createObjectNode());
    answer.set("headers", Yaml.joined(node.path("headers"), answer.path("headers")));
    return answer;
  }

  private static String path(String operation) {
    return switch (operation) {
      case "chat" -> "/chat/completions";
      case "models.list" -> "/models";
      default -> "/" + operation;
    };
  }

  boolean fits(Received request) {
    return request.path().equals(path) && request.text().contains(when);
  }

  /// The answer to `request`.
  JsonNode answer(Received request) {
    return request.body().path("stream").asBoolean() ? stream : whole;
  }

  /// The body of `answer`, in the parts in which it is sent.
  static List<byte[]> parts(JsonNode answer, Received request) {
    if (answer.has("events")) {
      return cut(events(answer, request), answer.path("piece_bytes").asInt());
    }
    String text =
        answer.has("body") ? answer.path("body").toString() : answer.path("text").asText();
    return List.of(text.getBytes(UTF_8));
  }

  private static List<String> events(JsonNode answer, Received request) {
    boolean usage = request.body().path("stream_options").path("include_usage").asBoolean();
    List<String> events = new ArrayList<>();
    Iterator<JsonNode> said = answer.path("events").elements();
    while (said.hasNext()) {
      JsonNode event = said.next();
      if (usage && !said.hasNext() && answer.has("usage_with_last")) {
        event = event.<ObjectNode>deepCopy().set("usage", answer.path("usage_with_last"));
      }
      events.add(event.isTextual() ? event.asText() + "\n\n" : event(answer, event, usage));
    }
    Yaml.member(answer, "usage")
        .filter(_ -> usage)
        .ifPresent(chunk -> events.add(event(answer, chunk, false)));
    if (answer.path("done").asBoolean()) {
      events.add(DONE);
    }
    return events;
  }

  /// `null_usage` is how OpenAI marks the chunks before the one with the usage that was asked for.
  private static String event(JsonNode answer, JsonNode event, boolean usage) {
    ObjectNode data = Yaml.joined(answer.path("each"), event);
    if (usage && answer.path("null_usage").asBoolean()) {
      data.putNull("usage");
    }
    String name =
        answer.path("named").asBoolean() ? "event: " + data.path("type").asText() + "\n" : "";
    return name + "data: " + data + "\n\n";
  }

  /// An event a part, or parts of so many bytes, in the midst of characters too.
  private static List<byte[]> cut(List<String> events, int bytes) {
    if (bytes == 0) {
      return events.stream().map(event -> event.getBytes(UTF_8)).toList();
    }
    byte[] all = String.join("", events).getBytes(UTF_8);
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < all.length; from += bytes) {
      parts.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + bytes)));
    }
    return parts;
  }
}
