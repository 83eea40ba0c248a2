package dev.sluice.dialect.gemini;

import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;

/// The calls of the model's last turn that have no response yet. A response belongs to the call of
/// its id; without an id to the first one of its name.
///
/// Belongs to one thread.
final class PendingToolCalls {
  private record Open(String id, String name) {}

  private final List<Open> open = new ArrayList<>();
  private int madeUp;

  /// Notes a call.
  ///
  /// @param given the call's id; empty for none
  /// @return the call's id, or one that is made up: the same for the same call, whatever follows it
  String call(String given, String name) {
    String id = given.isEmpty() ? Ids.madeUp("gemini", madeUp++) : given;
    open.add(new Open(id, name));
    return id;
  }

  /// The id of the call that a response answers.
  ///
  /// @param given the response's id; empty for none
  /// @throws Untranslatable if there is no such call
  String answered(String given, String name, JsonNode node) {
    for (Open call : open) {
      if (given.isEmpty() ? call.name().equals(name) : call.id().equals(given)) {
        open.remove(call);
        return call.id();
      }
    }
    throw noCall(given, name, node);
  }

  private static Untranslatable noCall(String given, String name, JsonNode node) {
    String which = given.isEmpty() ? "" : " with the id \"" + given + "\"";
    return new Untranslatable(
        node,
        "the model's turn before it has no call of \""
            + name
            + "\""
            + which
            + " that waits for a response");
  }
}
