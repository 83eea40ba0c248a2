package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/// The Responses dialect.
final class ResponsesScript implements Script {
  private static final String CALL =
      """
      {"type":"function_call","id":"fc_%1$d","call_id":"call_%1$d","name":"%2$s",\
      "arguments":%3$s,"status":"%4$s"}""";
  private static final String MESSAGE =
      """
      {"type":"message","id":"msg_0","role":"assistant","status":"%s","content":[%s]}""";
  private static final String PART =
      """
      {"type":"output_text","text":%s,"annotations":[]}""";
  private static final String IN_MESSAGE = "\"item_id\":\"msg_0\",\"content_index\":0";

  @Override
  public List<JsonNode> functions(JsonNode request) {
    return request.path("tools").valueStream().toList();
  }

  @Override
  public List<String> toolOutputs(JsonNode request) {
    return request
        .path("input")
        .valueStream()
        .filter(item -> item.path("type").asText().equals("function_call_output"))
        .map(item -> item.path("output").asText())
        .toList();
  }

  @Override
  public String toolCalls(ShellTool tool, List<String> commands) {
    ResponseEvents events = new ResponseEvents();
    for (int index = 0; index < commands.size(); index++) {
      String arguments = TextNode.valueOf(tool.arguments(commands.get(index))).toString();
      String id = "\"item_id\":\"fc_" + index + "\"";
      events.itemAdded(CALL.formatted(index, tool.name(), "\"\"", "in_progress"));
      events.ofItem("function_call_arguments.delta", id + ",\"delta\":" + arguments);
      events.ofItem("function_call_arguments.done", id + ",\"arguments\":" + arguments);
      events.itemDone(CALL.formatted(index, tool.name(), arguments, "completed"));
    }
    return events.completed();
  }

  @Override
  public String text(String text) {
    String quoted = TextNode.valueOf(text).toString();
    String part = PART.formatted(quoted);
    ResponseEvents events = new ResponseEvents();
    events.itemAdded(MESSAGE.formatted("in_progress", ""));
    events.ofItem("content_part.added", IN_MESSAGE + ",\"part\":" + PART.formatted("\"\""));
    events.ofItem("output_text.delta", IN_MESSAGE + ",\"logprobs\":[],\"delta\":" + quoted);
    events.ofItem("output_text.done", IN_MESSAGE + ",\"logprobs\":[],\"text\":" + quoted);
    events.ofItem("content_part.done", IN_MESSAGE + ",\"part\":" + part);
    events.itemDone(MESSAGE.formatted("completed", part));
    return events.completed();
  }
}
