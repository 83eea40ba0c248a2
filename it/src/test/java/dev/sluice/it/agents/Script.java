package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// How a dialect writes what [ScriptedProvider] reads and says.
interface Script {
  /// The functions that a request offers, each with `name` and `parameters`.
  List<JsonNode> functions(JsonNode request);

  /// What the tools have printed, as far as a request tells it, in the order of the calls: agents
  /// tell what ends first first.
  List<String> toolOutputs(JsonNode request);

  /// A stream that calls a tool once for each command, in one answer.
  String toolCalls(ShellTool tool, List<String> commands);

  /// A stream that ends the turn with a text.
  String text(String text);
}
