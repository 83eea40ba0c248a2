package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.Set;
import java.util.regex.Pattern;

/// Everything that Google refuses in a request to generate.
final class Rules {
  private static final Pattern GENERATION = Pattern.compile("(?:.*/)?gemini-(\\d+).*");
  private static final Set<String> REQUEST =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "safetySettings",
          "generationConfig",
          "cachedContent",
          "labels",
          "serviceTier",
          "store");

  private Rules() {}

  /// Checks a request.
  ///
  /// @param model whose rules count
  /// @throws Refusal if it is wrong
  public static void check(String model, JsonNode request) throws Refusal {
    RequestMembers.known(request, "", REQUEST);
    contents(RequestMembers.get(request, "contents"));
    JsonNode system = RequestMembers.get(request, "systemInstruction");
    if (!system.isMissingNode()) {
      Contents.checkParts(system, "system_instruction");
    }
    Turns.check(RequestMembers.get(request, "contents"));
    Signatures.check(RequestMembers.get(request, "contents"), generation(model) >= 3);
    Tools.check(request);
    GenerationConfig.check(request, generation(model));
  }

  private static void contents(JsonNode contents) throws Refusal {
    if (!contents.isArray() || contents.isEmpty()) {
      throw Wrong.field("contents", "contents is not specified");
    }
    Contents.check(contents);
  }

  /// The generation of a Gemini model; 0 for any other.
  public static int generation(String model) {
    var name = GENERATION.matcher(model);
    return name.matches() && name.group(1).length() < 3 ? Integer.parseInt(name.group(1)) : 0;
  }
}
