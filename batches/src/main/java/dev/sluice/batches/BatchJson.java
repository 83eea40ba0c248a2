package dev.sluice.batches;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The columns of a batch that are JSON.
final class BatchJson {
  private BatchJson() {}

  /// Words by their names, in the order of these.
  static String words(Map<String, String> words) {
    var out = new JsonOutput().open('{');
    new TreeMap<>(words).forEach((name, word) -> out.quotedName(name).string(word));
    return out.close('}').text();
  }

  static Map<String, String> words(String json) {
    var words = new LinkedHashMap<String, String>();
    for (JsonNode word : read(json).children()) {
      words.put(word.name(), word.text());
    }
    return words;
  }

  static String errors(List<LineError> errors) {
    var out = new JsonOutput().open('[');
    for (LineError error : errors) {
      JsonOutput _ =
          out.open('{')
              .field("code", error.code())
              .field("line", error.line())
              .field("param", error.param())
              .field("message", error.message())
              .close('}');
    }
    return out.close(']').text();
  }

  static List<LineError> errors(String json) {
    return read(json).children().stream().map(BatchJson::error).toList();
  }

  private static LineError error(JsonNode error) {
    return new LineError(
        error.string("code", ""),
        (int) error.number("line", 0),
        error.string("param", ""),
        error.string("message", ""));
  }

  private static JsonNode read(String json) {
    try {
      return JsonReader.WHOLE.read(json.getBytes(StandardCharsets.UTF_8), HeapMeter.unbounded());
    } catch (NotJsonException e) {
      throw new IllegalStateException("a row of batches is not what was written", e);
    }
  }
}
