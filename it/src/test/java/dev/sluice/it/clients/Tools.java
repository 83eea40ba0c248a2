package dev.sluice.it.clients;

import com.openai.core.JsonValue;
import java.util.List;
import java.util.Map;

/// The definition of a function.
final class Tools {
  private static final Map<String, Object> PARAMETERS =
      Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));

  private Tools() {}

  /// As chat wants it.
  static JsonValue chat(String... names) {
    return JsonValue.from(List.of(names).stream().map(Tools::nested).toList());
  }

  /// As the Responses API wants it.
  static JsonValue response(String name) {
    return JsonValue.from(
        List.of(
            Map.of("type", "function", "name", name, "strict", true, "parameters", PARAMETERS)));
  }

  private static Map<String, Object> nested(String name) {
    return Map.of("type", "function", "function", Map.of("name", name, "parameters", PARAMETERS));
  }
}
