package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Comparator;
import java.util.List;

/// The chat completions dialect.
final class ChatScript implements Script {
  private static final String CHUNK =
      """
      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
      "model":"m","choices":[%s]%s}

      """;
  private static final String CHOICE =
      """
      {"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}""";
  private static final String USAGE =
      """
      ,"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";

  @Override
  public List<JsonNode> functions(JsonNode request) {
    return request.path("tools").valueStream().map(tool -> tool.path("function")).toList();
  }

  @Override
  public List<String> toolOutputs(JsonNode request) {
    return request
        .path("messages")
        .valueStream()
        .filter(message -> message.path("role").asText().equals("tool"))
        .sorted(Comparator.comparing(message -> message.path("tool_call_id").asText()))
        .map(message -> message.path("content").asText())
        .toList();
  }

  @Override
  public String toolCalls(ShellTool tool, List<String> commands) {
    StringBuilder stream = new StringBuilder(delta("{\"role\":\"assistant\",\"content\":null}"));
    for (int index = 0; index < commands.size(); index++) {
      stream.append(delta(callBegun(index, tool.name())));
      stream.append(delta(callArguments(index, tool.arguments(commands.get(index)))));
    }
    return stream.append(end("tool_calls")).toString();
  }

  @Override
  public String text(String text) {
    return delta("{\"role\":\"assistant\",\"content\":\"\"}")
        + delta("{\"content\":" + TextNode.valueOf(text) + "}")
        + end("stop");
  }

  private static String callBegun(int index, String name) {
    return """
    {"tool_calls":[{"index":%d,"id":"call_%d","type":"function",\
    "function":{"name":"%s","arguments":""}}]}"""
        .formatted(index, index, name);
  }

  private static String callArguments(int index, String arguments) {
    return """
    {"tool_calls":[{"index":%d,"function":{"arguments":%s}}]}"""
        .formatted(index, TextNode.valueOf(arguments));
  }

  private static String delta(String delta) {
    return CHUNK.formatted(CHOICE.formatted(delta, "null"), "");
  }

  private static String end(String finishReason) {
    return CHUNK.formatted(CHOICE.formatted("{}", "\"" + finishReason + "\""), "")
        + CHUNK.formatted("", USAGE)
        + "data: [DONE]\n\n";
  }
}
