package dev.sluice.sim;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import java.util.List;
import java.util.Map;

/// The official client, as strict as it can be: it checks every answer against the specification.
final class OpenAiClient {
  private OpenAiClient() {}

  static OpenAIClient of(Simulator simulator) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(simulator.url())
        .apiKey("sk-test")
        .maxRetries(0)
        .responseValidation(true)
        .build();
  }

  /// The definition of a function, in the form of chat or of responses.
  static JsonValue tools(boolean nested, String... names) {
    Map<String, Object> parameters =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")));
    return JsonValue.from(
        List.of(names).stream()
            .map(name -> Map.<String, Object>of("name", name, "parameters", parameters))
            .map(
                function ->
                    nested
                        ? Map.of("type", "function", "function", function)
                        : Map.of(
                            "type",
                            "function",
                            "name",
                            function.get("name"),
                            "strict",
                            true,
                            "parameters",
                            parameters))
            .toList());
  }
}
