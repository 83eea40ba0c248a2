package dev.sluice.it.matrix.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What an application does with one client, at one gateway; each scene tells what it has seen.
public interface Scenes {
  /// The image of the scene that has one.
  String RED_DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

  ObjectMapper JSON = new ObjectMapper();

  JsonNode text();

  JsonNode stream();

  JsonNode tools();

  JsonNode image();

  JsonNode schema();

  JsonNode thinking();

  /// Empty where the client counts nothing.
  Optional<JsonNode> count();

  /// A call that fails.
  ///
  /// @param line what the user says
  void failing(String line, boolean streamed);

  /// A call with another key.
  void denied();

  /// What the application knows of a failure: `class`, `status` and `type`.
  JsonNode failure(RuntimeException e);

  /// The answer, as all clients tell it.
  static ObjectNode told(String text, String stop, long input, long cached, long output) {
    return JSON.createObjectNode()
        .put("text", text)
        .put("stop", stop)
        .put("input", input)
        .put("cached", cached)
        .put("output", output);
  }

  /// What two answers have said, the first of them with what it had thought.
  static ObjectNode thought(String thought, String first, String second) {
    return JSON.createObjectNode()
        .put("thought", thought)
        .put("first", first)
        .put("second", second);
  }

  /// What the application's tools return.
  static String returned(String name, JsonNode given) {
    return name.equals("get_time") ? "noon" : "sunny in " + given.path("city").asText();
  }
}
