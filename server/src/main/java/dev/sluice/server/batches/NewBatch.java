package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.edge.JsonBody;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.files.FileFields;
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
  private static final long SECOND = 1_000;
  private static final String METADATA = "metadata";
  private static final String EXPIRES = "output_expires_after";

  /// Reads a body.
  ///
  /// @param window the only completion window, in the API's words
  static NewBatch of(byte[] json, String window) throws ResourceFault {
    JsonBody body = JsonBody.of(json);
    String input = body.need("input_file_id", "name the file of lines");
    String endpoint = body.need("endpoint", "name the path of the lines, one of " + ENDPOINTS);
    if (!ENDPOINTS.contains(endpoint)) {
      throw ResourceFaults.invalid("endpoint", "must be one of " + String.join(", ", ENDPOINTS));
    }
    if (!body.need("completion_window", "write " + window).equals(window)) {
      throw ResourceFaults.invalid("completion_window", "must be " + window);
    }
    JsonNode tree = body.node();
    return new NewBatch(input, endpoint, life(tree.path(EXPIRES)), metadata(tree.path(METADATA)));
  }

  private static long life(JsonNode after) throws ResourceFault {
    if (after.isMissingNode() || after.isNull()) {
      return 0;
    }
    JsonNode seconds = after.path("seconds");
    boolean fits =
        after.path("anchor").asText().equals("created_at")
            && seconds.isIntegralNumber()
            && seconds.asLong() >= FileFields.SHORTEST_LIFE
            && seconds.asLong() <= FileFields.LONGEST_LIFE;
    if (!fits) {
      throw ResourceFaults.invalid(
          EXPIRES,
          "must be {\"anchor\": \"created_at\", \"seconds\": N} with N from %d to %d"
              .formatted(FileFields.SHORTEST_LIFE, FileFields.LONGEST_LIFE));
    }
    return seconds.asLong() * SECOND;
  }

  private static Map<String, String> metadata(JsonNode said) throws ResourceFault {
    var words = new TreeMap<String, String>();
    if (said.isMissingNode() || said.isNull()) {
      return words;
    }
    if (!said.isObject() || said.size() > MOST_PAIRS) {
      throw ResourceFaults.invalid(
          METADATA, "must be an object of at most " + MOST_PAIRS + " pairs");
    }
    for (Map.Entry<String, JsonNode> pair : said.properties()) {
      String value = pair.getValue().textValue();
      if (value == null
          || value.length() > LONGEST_VALUE
          || pair.getKey().length() > LONGEST_NAME) {
        throw ResourceFaults.invalid(
            METADATA,
            "must have names of at most %d and strings of at most %d characters"
                .formatted(LONGEST_NAME, LONGEST_VALUE));
      }
      words.put(pair.getKey(), value);
    }
    return words;
  }
}
