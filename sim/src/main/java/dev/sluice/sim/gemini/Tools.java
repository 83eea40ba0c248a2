package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Function declarations and how they may be called.
final class Tools {
  private static final int MOST = 512;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,127}");
  private static final Set<String> MODES =
      Set.of("", "MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED");
  private static final Set<String> TOOL =
      Set.of(
          "functionDeclarations",
          "googleSearch",
          "googleSearchRetrieval",
          "codeExecution",
          "urlContext",
          "googleMaps",
          "fileSearch",
          "computerUse",
          "mcpServers");
  private static final Set<String> DECLARATION =
      Set.of(
          "name",
          "description",
          "parameters",
          "parametersJsonSchema",
          "response",
          "responseJsonSchema",
          "behavior");

  private Tools() {}

  static void check(JsonNode request) throws Refusal {
    Set<String> names = new HashSet<>();
    JsonNode tools = RequestMembers.get(request, "tools");
    for (int i = 0; i < tools.size(); i++) {
      RequestMembers.known(tools.get(i), "tools[" + i + "]", TOOL);
      JsonNode declarations = RequestMembers.get(tools.get(i), "functionDeclarations");
      for (int k = 0; k < declarations.size(); k++) {
        String path = "tools[" + i + "].function_declarations[" + k + "]";
        declaration(declarations.get(k), path, names);
      }
    }
    if (names.size() > MOST) {
      throw Wrong.field("tools", "at most " + MOST + " function declarations");
    }
    choice(
        RequestMembers.get(RequestMembers.get(request, "toolConfig"), "functionCallingConfig"),
        names);
  }

  private static void declaration(JsonNode declaration, String path, Set<String> names)
      throws Refusal {
    RequestMembers.known(declaration, path, DECLARATION);
    String name = declaration.path("name").asText("");
    if (!NAME.matcher(name).matches()) {
      throw Wrong.field(
          path + ".name",
          "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric"
              + " (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a"
              + " maximum length of 128.");
    }
    if (!names.add(name)) {
      throw Wrong.of("Duplicate function declaration found: " + name);
    }
    if (RequestMembers.has(declaration, "parameters")
        && RequestMembers.has(declaration, "parametersJsonSchema")) {
      throw Wrong.of(path + ": parameters and parameters_json_schema are mutually exclusive.");
    }
    GeminiSchemas.check(RequestMembers.get(declaration, "parameters"), path + ".parameters");
    GeminiSchemas.check(RequestMembers.get(declaration, "response"), path + ".response");
  }

  private static void choice(JsonNode config, Set<String> names) throws Refusal {
    String mode = config.path("mode").asText("");
    JsonNode allowed = RequestMembers.get(config, "allowedFunctionNames");
    if (!MODES.contains(mode)) {
      throw Wrong.of(
          "Invalid value at 'tool_config.function_calling_config.mode' (TYPE_ENUM), \""
              + mode
              + "\"");
    }
    if (!allowed.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
      throw Wrong.of(
          "Function calling config: allowed_function_names is for the modes ANY and VALIDATED.");
    }
    for (JsonNode name : allowed) {
      if (!names.contains(name.asText(""))) {
        throw Wrong.of("Allowed function " + name + " is not among the function declarations.");
      }
    }
  }
}
