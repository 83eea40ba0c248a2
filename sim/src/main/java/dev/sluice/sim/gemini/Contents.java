package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.Set;

/// Checks the roles and parts of a request, each content by itself.
final class Contents {
  private static final Set<String> CONTENT = Set.of("role", "parts");
  private static final Set<String> ROLES = Set.of("user", "model", "function", "");
  private static final Set<String> DATA =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "toolCall",
          "toolResponse");
  private static final Set<String> PART =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "toolCall",
          "toolResponse",
          "thought",
          "thoughtSignature",
          "videoMetadata",
          "mediaResolution",
          "partMetadata");

  private Contents() {}

  static void check(JsonNode contents) throws Refusal {
    for (int i = 0; i < contents.size(); i++) {
      JsonNode content = contents.get(i);
      if (!ROLES.contains(content.path("role").asText(""))) {
        throw Wrong.of("Please use a valid role: user, model.");
      }
      parts(content, "contents[" + i + "]");
    }
  }

  /// Checks the parts of a content.
  ///
  /// @param path of the content
  static void parts(JsonNode content, String path) throws Refusal {
    Fields.known(content, path, CONTENT);
    JsonNode parts = content.path("parts");
    if (parts.isEmpty()) {
      throw Wrong.field(path + ".parts", "contents.parts must not be empty.");
    }
    // A single one may stand without its array.
    for (int i = 0; i < parts.size() && parts.isArray(); i++) {
      part(parts.get(i), path + ".parts[" + i + "]");
    }
  }

  private static void part(JsonNode part, String path) throws Refusal {
    Fields.known(part, path, PART);
    if (DATA.stream().filter(data -> Fields.has(part, data)).count() != 1) {
      throw Wrong.field(
          path + ".data", "required oneof field 'data' must have one initialized field");
    }
    name(Fields.get(part, "functionCall"), path + ".function_call");
    name(Fields.get(part, "functionResponse"), path + ".function_response");
    result(Fields.get(part, "functionResponse"), path);
  }

  private static void result(JsonNode result, String path) throws Refusal {
    if (!result.isMissingNode() && !result.path("response").isObject()) {
      throw Wrong.field(path + ".function_response.response", "must be an object");
    }
  }

  private static void name(JsonNode function, String path) throws Refusal {
    if (!function.isMissingNode() && function.path("name").asText("").isEmpty()) {
      throw Wrong.field(path + ".name", "Name cannot be empty.");
    }
  }
}
