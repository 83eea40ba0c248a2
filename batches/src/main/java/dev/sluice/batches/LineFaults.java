package dev.sluice.batches;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The judge of what a line says.
///
/// @param rules what lines must be
record LineFaults(LineRules rules) {
  private static final int LONGEST_ID = 512;
  private static final String MISSING = "missing_required_parameter";
  private static final List<String> TEXTS = List.of(Line.CUSTOM_ID, Line.METHOD, Line.URL);

  static LineError notJson(int number, @Nullable String why) {
    return new LineError(
        "invalid_json_line",
        number,
        "",
        "This line is not parseable as valid JSON: " + (why == null ? "it is cut" : why) + ".");
  }

  /// What is wrong with a line; null for nothing.
  @Nullable LineError of(JsonNode line, int number) throws InterruptedException {
    if (!line.is(JsonKind.OBJECT)) {
      return notJson(number, "it must be an object");
    }
    for (String name : TEXTS) {
      if (!Line.is(line, name, JsonKind.STRING)) {
        return new LineError(MISSING, number, name, "This line has no " + name + ", a string.");
      }
    }
    LineError fault = id(line.string(Line.CUSTOM_ID, ""), number);
    fault = fault == null ? way(line, number) : fault;
    return fault == null ? body(line, number) : fault;
  }

  private static @Nullable LineError id(String id, int number) {
    boolean fits = !id.isEmpty() && id.length() <= LONGEST_ID;
    return fits
        ? null
        : new LineError(
            "invalid_custom_id",
            number,
            Line.CUSTOM_ID,
            "A custom_id must have 1 to " + LONGEST_ID + " characters.");
  }

  private @Nullable LineError way(JsonNode line, int number) {
    String method = line.string(Line.METHOD, "");
    if (!method.equals("POST")) {
      String message = "The method of a line must be POST, and is " + LineRules.shown(method) + ".";
      return new LineError("invalid_method", number, Line.METHOD, message);
    }
    return url(line, number);
  }

  private @Nullable LineError url(JsonNode line, int number) {
    String url = line.string(Line.URL, "");
    if (!url.equals(rules.endpoint())) {
      String message =
          "The url of this line must be the endpoint of the batch, %s, and is %s."
              .formatted(rules.endpoint(), LineRules.shown(url));
      return new LineError("mismatched_url", number, Line.URL, message);
    }
    return null;
  }

  private @Nullable LineError body(JsonNode line, int number) throws InterruptedException {
    if (!Line.is(line, Line.BODY, JsonKind.OBJECT)) {
      String message = "This line has no body, the object that would be the body of its call.";
      return new LineError(MISSING, number, Line.BODY, message);
    }
    JsonNode body = opened(line);
    if (body.isTrue("stream")) {
      String message = "A line of a batch cannot be streamed: leave out stream.";
      return new LineError("invalid_stream", number, "body.stream", message);
    }
    String model = body.string("model");
    if (model == null || model.isEmpty()) {
      String message = "The body of this line names no model.";
      return new LineError(MISSING, number, "body.model", message);
    }
    Optional<String> fault = rules.models().fault(model);
    return fault
        .map(why -> new LineError("model_not_found", number, "body.model", why))
        .orElse(null);
  }

  private static JsonNode opened(JsonNode line) {
    JsonNode body = line.get(Line.BODY);
    if (body == null) {
      throw new IllegalStateException("a body that was there");
    }
    return body.read(Line.READER);
  }
}
