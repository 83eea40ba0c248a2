package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/// Gemini's generateContent, streamed, of a model that signs its calls.
final class GeminiScript implements Script {
  private static final String EVENT =
      """
      data: {"candidates":[{"content":{"role":"model","parts":[%s]},"index":0%s}],\
      "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15},\
      "modelVersion":"m","responseId":"r1"}

      """;
  private static final String END = ",\"finishReason\":\"STOP\"";

  @Override
  public List<JsonNode> functions(JsonNode request) {
    return request
        .path("tools")
        .valueStream()
        .flatMap(group -> group.path("functionDeclarations").valueStream())
        .map(GeminiScript::function)
        .toList();
  }

  private static JsonNode function(JsonNode declared) {
    ObjectNode function = JsonNodeFactory.instance.objectNode();
    function.set("name", declared.path("name"));
    String schema = declared.has("parametersJsonSchema") ? "parametersJsonSchema" : "parameters";
    return function.set("parameters", declared.path(schema));
  }

  @Override
  public List<String> toolOutputs(JsonNode request) {
    return request
        .path("contents")
        .valueStream()
        .flatMap(content -> content.path("parts").valueStream())
        .filter(part -> part.has("functionResponse"))
        .map(part -> part.at("/functionResponse/response/output").asText())
        .toList();
  }

  @Override
  public String toolCalls(ShellTool tool, List<String> commands) {
    List<String> parts = new ArrayList<>();
    for (String command : commands) {
      parts.add(
          """
          {"functionCall":{"id":"call_%d","name":"%s","args":%s}%s}"""
              .formatted(
                  parts.size(),
                  tool.name(),
                  tool.arguments(command),
                  parts.isEmpty() ? ",\"thoughtSignature\":\"c2lnbmVk\"" : ""));
    }
    return EVENT.formatted(String.join(",", parts), "") + EVENT.formatted("{\"text\":\"\"}", END);
  }

  @Override
  public String text(String text) {
    return EVENT.formatted("{\"text\":%s}".formatted(TextNode.valueOf(text)), END);
  }
}
