package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the requests of a batch of Gemini's.
final class GeminiInput {
  private static final ObjectMapper JSON = new ObjectMapper(JsonReading.FACTORY);

  private GeminiInput() {}

  /// Reads a file of lines `{"key":...,"request":{...}}`.
  ///
  /// @param most lines
  static ParsedInput file(byte[] file, String model, int most) {
    List<Line> lines = new ArrayList<>();
    for (byte[] bytes : JsonLines.of(file)) {
      JsonNode json = parse(bytes);
      int number = lines.size() + 1;
      if (number > most) {
        return failed("The file has more than " + most + " requests.", 0);
      }
      if (!json.path("request").isObject()) {
        return failed("The line has no request.", number);
      }
      lines.add(line(json.path("key").asText(""), json.path("request"), model));
    }
    return lines.isEmpty() ? failed("The file is empty.", 0) : ParsedInput.of(lines);
  }

  /// Reads the requests that came with the batch.
  static ParsedInput inline(JsonNode requests, String model) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode one : requests) {
      String key = one.path("metadata").path("key").asText("");
      lines.add(line(key, one.path("request"), model));
    }
    return ParsedInput.of(lines);
  }

  private static ParsedInput failed(String message, int line) {
    return new ParsedInput(
        List.of(), List.of(new LineFault("INVALID_ARGUMENT", message, null, line)));
  }

  private static Line line(String key, JsonNode request, String model) {
    String path = "/v1beta/models/" + model + ":generateContent";
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    return new Line(key, new ReceivedRequest("POST", path, List.of(), body));
  }

  private static JsonNode parse(byte[] line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      return JSON.nullNode();
    }
  }
}
