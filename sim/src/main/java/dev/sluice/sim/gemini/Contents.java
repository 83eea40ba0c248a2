package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks the roles and parts of a Gemini request, each content by itself, in Google's words.
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
      Stream.concat(
              DATA.stream(),
              Stream.of(
                  "thought",
                  "thoughtSignature",
                  "videoMetadata",
                  "mediaResolution",
                  "partMetadata"))
          .collect(Collectors.toUnmodifiableSet());

  private Contents() {}

  static void check(JsonNode contents) throws Refusal {
    for (int i = 0; i < contents.size(); i++) {
      JsonNode content = contents.get(i);
      if (!ROLES.contains(content.path("role").asText(""))) {
        throw Wrong.of("Please use a valid role: user, model.");
      }
      checkParts(content, "contents[" + i + "]");
    }
  }

  /// Checks the parts of a content.
  ///
  /// @param path of the content
  static void checkParts(JsonNode content, String path) throws Refusal {
    RequestMembers.known(content, path, CONTENT);
    JsonNode parts = content.path("parts");
    if (parts.isEmpty()) {
      throw Wrong.field(path + ".parts", "contents.parts must not be empty.");
    }
    int i = 0;
    for (JsonNode part : RequestMembers.parts(content)) {
      checkPart(part, path + ".parts[" + i++ + "]");
    }
  }

  private static void checkPart(JsonNode part, String path) throws Refusal {
    RequestMembers.known(part, path, PART);
    if (DATA.stream().filter(data -> RequestMembers.has(part, data)).count() != 1) {
      throw Wrong.field(
          path + ".data", "required oneof field 'data' must have one initialized field");
    }
    checkName(RequestMembers.get(part, "functionCall"), path + ".function_call");
    checkName(RequestMembers.get(part, "functionResponse"), path + ".function_response");
    checkResult(RequestMembers.get(part, "functionResponse"), path);
  }

  private static void checkResult(JsonNode result, String path) throws Refusal {
    if (!result.isMissingNode() && !result.path("response").isObject()) {
      throw Wrong.field(path + ".function_response.response", "must be an object");
    }
  }

  private static void checkName(JsonNode function, String path) throws Refusal {
    if (!function.isMissingNode() && function.path("name").asText("").isEmpty()) {
      throw Wrong.field(path + ".name", "Name cannot be empty.");
    }
  }
}
