package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a request asks for, whatever its dialect.
///
/// @param line the text of its first message by the user
/// @param system its instructions
/// @param images as `MEDIA-TYPE BASE64`
/// @param results what tools have returned, an element for each answer that has called some
/// @param thoughts what its answers are told to have thought
/// @param answers how many answers it brings
/// @param tools the names of its tools
/// @param schema of the answer; missing where the request has none
record Asked(
    String line,
    String system,
    List<String> images,
    List<List<Result>> results,
    List<Thought> thoughts,
    int answers,
    List<String> tools,
    JsonNode schema) {

  /// What a tool has returned.
  record Result(String id, String text) {}

  /// What an answer is told to have thought.
  ///
  /// @param signature empty in a dialect that has none
  record Thought(String text, String signature) {}
}
