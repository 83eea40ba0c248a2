package dev.sluice.it.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The tool by which an agent runs a shell command, as its request describes it. Each agent has a
/// name of its own for it, and changes it between versions.
///
/// @param parameter which parameter is the command
record ShellTool(String name, String parameter) {
  private static final List<String> PARAMETERS = List.of("cmd", "command");

  /// The first function that takes a command as a string.
  ///
  /// @param functions each with `name` and `parameters`
  static Optional<ShellTool> among(Iterable<JsonNode> functions) {
    return StreamSupport.stream(functions.spliterator(), false)
        .flatMap(
            function ->
                PARAMETERS.stream()
                    .filter(parameter -> takesText(function, parameter))
                    .map(parameter -> new ShellTool(function.path("name").asText(), parameter)))
        .findFirst();
  }

  private static boolean takesText(JsonNode function, String parameter) {
    JsonNode properties = function.path("parameters").path("properties");
    return properties.path(parameter).path("type").asText().equals("string");
  }

  /// The arguments of a call that runs a command.
  String arguments(String command) {
    return JsonNodeFactory.instance.objectNode().put(parameter, command).toString();
  }
}
