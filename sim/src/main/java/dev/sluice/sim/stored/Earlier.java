package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.responses.Echo;
import java.util.ArrayList;
import java.util.List;

/// The turns before a request, which the provider keeps.
///
/// @param items the turns
/// @param tokens of all items
record Earlier(List<JsonNode> items, long tokens) {
  private static final int CHARS_A_TOKEN = 4;

  Earlier {
    items = List.copyOf(items);
  }

  /// The turns of the response or conversation that the request names.
  ///
  /// @throws Refusal if the owner has no such response or conversation
  static Earlier of(ResponsesCall.Setting setting, Echo echo) throws Refusal {
    if (!echo.previous().isEmpty()) {
      return response(setting, echo.previous());
    }
    return echo.conversation().isEmpty()
        ? new Earlier(List.of(), 0)
        : conversation(setting, echo.conversation());
  }

  private static Earlier response(ResponsesCall.Setting setting, String id) throws Refusal {
    StoredResponse previous = setting.store().response(id, setting.owner());
    if (previous == null) {
      throw new Refusal(missing(id));
    }
    List<JsonNode> items = new ArrayList<>(previous.input());
    items.addAll(Output.items(previous.json(setting.clock().nanos())));
    return new Earlier(items, previous.tokens());
  }

  private static OpenAiError missing(String id) {
    return OpenAiError.invalid(
        "previous_response_id",
        "previous_response_not_found",
        "Previous response with id '" + id + "' not found.");
  }

  private static Earlier conversation(ResponsesCall.Setting setting, String id) throws Refusal {
    ResponseStore.Conversation found = setting.store().conversation(id, setting.owner());
    if (found == null) {
      throw new Refusal(Missing.conversation(id));
    }
    List<JsonNode> items = found.items();
    long chars = items.stream().mapToLong(item -> item.toString().length()).sum();
    return new Earlier(items, Math.ceilDiv(chars, CHARS_A_TOKEN));
  }

  /// Returns `content` with the tokens of the turns before it.
  RequestContent withTokens(RequestContent content) {
    return content.withInputTokens(content.inputTokens() + tokens);
  }
}
