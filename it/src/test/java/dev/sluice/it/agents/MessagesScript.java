package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Comparator;
import java.util.List;

/// Anthropic's Messages.
final class MessagesScript implements Script {
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"m","content":[],"stop_reason":null,"stop_sequence":null,\
      "usage":{"input_tokens":10,"output_tokens":1}}}

      """;
  private static final String BLOCK =
      """
      event: content_block_start
      data: {"type":"content_block_start","index":%1$d,"content_block":%2$s}

      event: content_block_delta
      data: {"type":"content_block_delta","index":%1$d,"delta":%3$s}

      event: content_block_stop
      data: {"type":"content_block_stop","index":%1$d}

      """;
  private static final String END =
      """
      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},\
      "usage":{"output_tokens":5}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Override
  public List<JsonNode> functions(JsonNode request) {
    return request.path("tools").valueStream().map(MessagesScript::function).toList();
  }

  private static JsonNode function(JsonNode tool) {
    ObjectNode function = JsonNodeFactory.instance.objectNode();
    function.set("name", tool.path("name"));
    return function.set("parameters", tool.path("input_schema"));
  }

  @Override
  public List<String> toolOutputs(JsonNode request) {
    return request
        .path("messages")
        .valueStream()
        .flatMap(message -> message.path("content").valueStream())
        .filter(block -> block.path("type").asText().equals("tool_result"))
        .sorted(Comparator.comparing(block -> block.path("tool_use_id").asText()))
        .map(block -> block.path("content").asText())
        .toList();
  }

  @Override
  public String toolCalls(ShellTool tool, List<String> commands) {
    StringBuilder stream = new StringBuilder(START);
    for (int index = 0; index < commands.size(); index++) {
      String arguments = tool.arguments(commands.get(index));
      stream.append(BLOCK.formatted(index, call(index, tool.name()), arguments(arguments)));
    }
    return stream.append(END.formatted("tool_use")).toString();
  }

  private static String call(int number, String name) {
    return """
    {"type":"tool_use","id":"toolu_%d","name":"%s","input":{}}"""
        .formatted(number, name);
  }

  private static String arguments(String json) {
    return """
    {"type":"input_json_delta","partial_json":%s}"""
        .formatted(TextNode.valueOf(json));
  }

  @Override
  public String text(String text) {
    String delta =
        """
        {"type":"text_delta","text":%s}"""
            .formatted(TextNode.valueOf(text));
    return START
        + BLOCK.formatted(0, "{\"type\":\"text\",\"text\":\"\"}", delta)
        + END.formatted("end_turn");
  }
}
