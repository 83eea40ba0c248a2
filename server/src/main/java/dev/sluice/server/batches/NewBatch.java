package dev.sluice.server.batches;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.server.edge.ResourceFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The body of a request that makes a batch.
///
/// @param outputLife how long the files of results live, in milliseconds; 0 where it is not said
record NewBatch(String input, String endpoint, long outputLife, Map<String, String> metadata) {
  /// The largest body, in bytes.
  static final int MOST = 64 * 1024;

  /// The paths whose calls lines may be.
  static final List<String> ENDPOINTS =
      List.of(
          "/v1/chat/completions",
          "/v1/completions",
          "/v1/embeddings",
          "/v1/moderations",
          "/v1/responses");

  private static final int MOST_PAIRS = 16;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_VALUE = 512;
  private static final long SHORTEST_LIFE = 3_600;
  private static final long LONGEST_LIFE = 2_592_000;
  private static final long SECOND = 1_000;
  private static final String METADATA = "metadata";
  private static final String EXPIRES = "output_expires_after";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads a body.
  ///
  /// @param window the only completion window, in the API's words
  static NewBatch of(byte[] json, String window) throws ResourceFault {
    JsonNode body = tree(json);
    String input = need(body, "input_file_id", "name the file of lines");
    String endpoint = need(body, "endpoint", "name the path of the lines, one of " + ENDPOINTS);
    if (!ENDPOINTS.contains(endpoint)) {
      throw BatchFaults.invalid("endpoint", "must be one of " + String.join(", ", ENDPOINTS));
    }
    if (!need(body, "completion_window", "write " + window).equals(window)) {
      throw BatchFaults.invalid("completion_window", "must be " + window);
    }
    return new NewBatch(input, endpoint, life(body.path(EXPIRES)), metadata(body.path(METADATA)));
  }

  private static JsonNode tree(byte[] json) throws ResourceFault {
    try {
      JsonNode body = MAPPER.readTree(json);
      if (body.isObject()) {
        return body;
      }
    } catch (JacksonException e) {
      throw BatchFaults.fault(
          400, "invalid_json", "", "the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
    throw BatchFaults.fault(400, "invalid_json", "", "the body must be a JSON object");
  }

  private static String need(JsonNode body, String name, String remedy) throws ResourceFault {
    if (!body.hasNonNull(name)) {
      throw BatchFaults.missing(name, remedy);
    }
    if (!body.path(name).isTextual()) {
      throw BatchFaults.invalid(name, "must be a string");
    }
    return body.path(name).textValue();
  }

  private static long life(JsonNode after) throws ResourceFault {
    if (after.isMissingNode() || after.isNull()) {
      return 0;
    }
    JsonNode seconds = after.path("seconds");
    boolean fits =
        after.path("anchor").asText().equals("created_at")
            && seconds.isIntegralNumber()
            && seconds.asLong() >= SHORTEST_LIFE
            && seconds.asLong() <= LONGEST_LIFE;
    if (!fits) {
      throw BatchFaults.invalid(
          EXPIRES,
          "must be {\"anchor\": \"created_at\", \"seconds\": N} with N from %d to %d"
              .formatted(SHORTEST_LIFE, LONGEST_LIFE));
    }
    return seconds.asLong() * SECOND;
  }

  private static Map<String, String> metadata(JsonNode said) throws ResourceFault {
    var words = new TreeMap<String, String>();
    if (said.isMissingNode() || said.isNull()) {
      return words;
    }
    if (!said.isObject() || said.size() > MOST_PAIRS) {
      throw BatchFaults.invalid(METADATA, "must be an object of at most " + MOST_PAIRS + " pairs");
    }
    for (Map.Entry<String, JsonNode> pair : said.properties()) {
      String value = pair.getValue().textValue();
      if (value == null
          || value.length() > LONGEST_VALUE
          || pair.getKey().length() > LONGEST_NAME) {
        throw BatchFaults.invalid(
            METADATA,
            "must have names of at most %d and strings of at most %d characters"
                .formatted(LONGEST_NAME, LONGEST_VALUE));
      }
      words.put(pair.getKey(), value);
    }
    return words;
  }
}
