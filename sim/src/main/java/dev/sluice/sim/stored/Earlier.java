package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.responses.Echo;
import java.util.ArrayList;
import java.util.List;

/// What was said before a request, which the provider keeps.
///
/// @param tokens of all of it
record Earlier(List<JsonNode> items, long tokens) {

  /// What `echo` goes on with.
  ///
  /// @throws Refusal if there is no such thing of this owner's
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

  private static ApiError missing(String id) {
    return ApiError.invalid(
        "previous_response_id",
        "previous_response_not_found",
        "Previous response with id '" + id + "' not found.");
  }

  private static Earlier conversation(ResponsesCall.Setting setting, String id) throws Refusal {
    ResponseStore.Conversation found = setting.store().conversation(id, setting.owner());
    if (found == null) {
      throw new Refusal(Missing.conversation(id));
    }
    List<JsonNode> items = List.copyOf(found.items());
    long bytes = items.stream().mapToLong(item -> item.toString().length()).sum();
    return new Earlier(items, Math.ceilDiv(bytes, 4));
  }

  /// Returns `content` with what was said before.
  RequestContent added(RequestContent content) {
    return new RequestContent(
        content.model(),
        content.stream(),
        content.choices(),
        content.maxTokens(),
        content.inputTokens() + tokens,
        content.wishes());
  }
}
