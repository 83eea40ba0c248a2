package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.util.List;
import java.util.Optional;

/// OpenAI's Responses. What a model thinks is a summary, and sealed beside it.
final class ResponsesSpeech implements Speech {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEALED = "gAAAAABsealed_by-the-provider==";
  private static final Play PLAY = new Play("call_", SEALED);

  /// Errors are those of chats.
  private final ChatSpeech errors = new ChatSpeech();

  @Override
  public String path() {
    return "/v1/responses";
  }

  @Override
  public Asked read(String path, JsonNode request) throws Unexpected {
    return ResponsesRequest.read(request);
  }

  @Override
  public Optional<String> count(String path) {
    return path.endsWith("/input_tokens")
        ? Optional.of("{\"object\":\"response.input_tokens\",\"input_tokens\":30}")
        : Optional.empty();
  }

  @Override
  public Spoken answer(Asked asked) throws Unexpected {
    return PLAY.answer(asked);
  }

  @Override
  public String whole(Spoken answer) {
    ResponsesEvents events = new ResponsesEvents();
    events.tell(answer);
    return response("completed", events.output(), true).toString();
  }

  @Override
  public List<String> stream(Spoken answer, JsonNode request) {
    ResponsesEvents events = new ResponsesEvents();
    events.response("created", response("in_progress", JSON.createArrayNode(), false));
    events.response("in_progress", response("in_progress", JSON.createArrayNode(), false));
    events.tell(answer);
    events.response("completed", response("completed", events.output(), true));
    return events.list();
  }

  /// An item of what was thought, complete.
  static ObjectNode thought(String thought) {
    ObjectNode item = JSON.createObjectNode().put("type", "reasoning").put("id", "rs_1");
    item.putArray("summary").addObject().put("type", "summary_text").put("text", thought);
    return item.put("encrypted_content", SEALED);
  }

  /// A call, complete.
  static ObjectNode call(Calling call) {
    return JSON.createObjectNode()
        .put("type", "function_call")
        .put("id", "fc_" + call.id())
        .put("call_id", call.id())
        .put("name", call.name())
        .put("arguments", call.arguments())
        .put("status", "completed");
  }

  private static ObjectNode response(String status, ArrayNode output, boolean over) {
    ObjectNode response =
        JSON.createObjectNode()
            .put("id", "resp_1")
            .put("object", "response")
            .put("created_at", 1_700_000_000)
            .put("status", status)
            .put("model", "gpt-5-mini")
            .put("parallel_tool_calls", true)
            .put("tool_choice", "auto")
            .put("store", false);
    response.putNull("error").putNull("incomplete_details").putNull("instructions");
    response.putObject("metadata");
    response.putArray("tools");
    response.set("output", output);
    return over ? response.set("usage", usage()) : response.putNull("usage");
  }

  private static ObjectNode usage() {
    ObjectNode usage =
        JSON.createObjectNode()
            .put("input_tokens", 30)
            .put("output_tokens", 12)
            .put("total_tokens", 42);
    usage.putObject("input_tokens_details").put("cached_tokens", 10);
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    return usage;
  }

  @Override
  public int firstWords() {
    return 5;
  }

  @Override
  public int status(Trouble trouble) {
    return errors.status(trouble);
  }

  @Override
  public String error(Trouble trouble, String message) {
    return errors.error(trouble, message);
  }

  @Override
  public String errorEvent(Trouble trouble, String message) {
    ObjectNode failed = response("failed", JSON.createArrayNode(), false);
    failed.putObject("error").put("code", "server_is_overloaded").put("message", message);
    ResponsesEvents event = new ResponsesEvents(firstWords());
    event.response("failed", failed);
    return event.list().getFirst();
  }
}
