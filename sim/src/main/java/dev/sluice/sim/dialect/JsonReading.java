package dev.sluice.sim.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/// Reads bodies with texts of any length.
public final class JsonReading {
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private JsonReading() {}

  /// Reads a body as a tree.
  ///
  /// @throws Refusal if it is no JSON
  public static JsonNode tree(byte[] body) throws Refusal {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw refused();
    }
  }

  static Refusal refused() {
    return new Refusal(
        OpenAiError.invalid(
            null,
            null,
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't "
                + "using your HTTP library correctly. The OpenAI API expects a JSON payload.)"));
  }
}
