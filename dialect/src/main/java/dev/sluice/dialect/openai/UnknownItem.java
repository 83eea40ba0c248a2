package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.util.function.Consumer;

/// An item of an unknown kind: what the provider has done by itself is left out. An item that waits
/// for the client ends the answer, since no client gets to know of it.
final class UnknownItem implements StreamedItem {
  private static final String APPROVAL = "mcp_approval_request";

  UnknownItem(JsonNode item, String path, Consumer<HubEvent> sink) {
    refuseQuestion(item);
    sink.accept(new HubEvent.Dropped(path, true));
  }

  private static void refuseQuestion(JsonNode item) {
    String type = item.string("type", "");
    if (item.get("call_id") != null || type.equals(APPROVAL)) {
      throw BrokenAnswer.answer("an item of the type \"" + type + "\" cannot be carried");
    }
  }

  /// Passes over an event of the item, whatever it says.
  @Override
  public boolean event(String type, JsonNode event) {
    return true;
  }

  @Override
  public void done(JsonNode item) {
    refuseQuestion(item);
  }

  @Override
  public void cut() {}
}
