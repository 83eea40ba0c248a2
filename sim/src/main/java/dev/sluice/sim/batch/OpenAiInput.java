package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an input file of OpenAI's or Azure's. Used once.
final class OpenAiInput {
  private static final ObjectMapper JSON = new ObjectMapper(JsonReading.FACTORY);
  private static final int MOST_FAULTS = 100;

  private final String endpoint;
  private final String owner;
  private final List<Line> lines = new ArrayList<>();
  private final List<LineFault> faults = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable String model;

  private OpenAiInput(String endpoint, String owner) {
    this.endpoint = endpoint;
    this.owner = owner;
  }

  /// Reads a file.
  ///
  /// @param endpoint that all lines must name
  /// @param owner the key of its batch
  /// @param most lines
  static ParsedInput read(byte[] file, String endpoint, String owner, int most) {
    OpenAiInput input = new OpenAiInput(endpoint, owner);
    int number = 0;
    for (byte[] line : JsonLines.of(file)) {
      number++;
      if (number > most) {
        String message = "The file has more than " + most + " requests.";
        input.faults.add(new LineFault("too_many_requests", message, null, 0));
        break;
      }
      input.line(line, number);
    }
    if (number == 0) {
      input.faults.add(new LineFault("empty_file", "The input file is empty.", null, 0));
    }
    return new ParsedInput(input.lines, input.faults);
  }

  /// The model of a file's first line; empty where there is none.
  static String model(byte[] file) {
    for (byte[] line : JsonLines.of(file)) {
      return parse(line).path("body").path("model").asText("");
    }
    return "";
  }

  private void line(byte[] bytes, int number) {
    JsonNode json = parse(bytes);
    if (!json.isObject()) {
      fault("invalid_json_line", "This line is not parseable as valid JSON.", null, number);
      return;
    }
    String name = json.path("custom_id").asText("");
    if (name.isEmpty()) {
      fault("missing_required_parameter", "Missing 'custom_id'.", "custom_id", number);
    } else if (!names.add(name)) {
      fault("duplicate_custom_id", "The custom_id was used before: " + name, "custom_id", number);
    }
    if (!json.path("method").asText("").equals("POST")) {
      fault("invalid_method", "The method must be POST.", "method", number);
    }
    if (!json.path("url").asText("").equals(endpoint)) {
      fault("mismatched_url", "The url must be " + endpoint + ".", "url", number);
    }
    body(name, json.path("body"), number);
  }

  private void body(String name, JsonNode body, int number) {
    if (!body.isObject()) {
      fault("missing_required_parameter", "Missing 'body'.", "body", number);
      return;
    }
    String asked = body.path("model").asText("");
    if (model == null) {
      model = asked;
    } else if (!model.equals(asked)) {
      fault("mismatched_model", "All lines must have the model " + model + ".", "model", number);
    }
    if (body.path("stream").asBoolean()) {
      fault("invalid_stream", "A line cannot be streamed.", "stream", number);
    }
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    List<Header> headers = List.of(new Header("authorization", "Bearer " + owner));
    lines.add(new Line(name, new ReceivedRequest("POST", endpoint, headers, json)));
  }

  private void fault(String code, String message, @Nullable String param, int number) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new LineFault(code, message, param, number));
    }
  }

  private static JsonNode parse(byte[] line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      return JSON.nullNode();
    }
  }
}
