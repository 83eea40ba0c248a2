package dev.sluice.provider.request;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables for the requests of Gemini's dialect. Names may be written in camel case or with
/// underscores. The model stands in the path, and in some bodies again; such a body is read for it
/// alone where no path is known. https://ai.google.dev/api/generate-content
final class GeminiTables {
  private static final JsonSelector<RequestField> MODEL = JsonSelector.kept(RequestField.MODEL);

  /// The kinds of contents: one content may stand for an array of one.
  private static final Set<JsonKind> CONTENTS = EnumSet.of(JsonKind.ARRAY, JsonKind.OBJECT);

  private static final Set<JsonKind> CONTENT = EnumSet.of(JsonKind.OBJECT);

  static final RequestTable GENERATE = table(generate(), "contents", CONTENTS, true);
  static final RequestTable COUNT = table(count(), "contents", CONTENTS, false);
  static final RequestTable EMBED =
      table(
          Map.of("model", MODEL, "content", JsonSelector.reported(RequestField.INPUT)),
          "content",
          CONTENT,
          false);
  static final RequestTable BATCH =
      table(
          Map.of(
              "requests",
              JsonSelector.array(RequestField.INPUT, JsonSelector.object(Map.of("model", MODEL)))),
          "requests",
          EnumSet.of(JsonKind.ARRAY),
          false);

  /// Texts to embed. Models that make pictures, or vectors of them, are asked in the same place, by
  /// other members, and are not counted by texts.
  /// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api
  static final RequestTable PREDICT =
      table(
          Map.of("instances", JsonSelector.array(RequestField.INPUT, instance())),
          "instances",
          EnumSet.of(JsonKind.ARRAY),
          false);

  /// Pictures of Imagen's models. A picture that is edited stands beside the prompt.
  /// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api
  static final RequestTable DRAW =
      table(
          Map.of(
              "instances",
              JsonSelector.array(
                  JsonSelector.objectTold(
                      RequestField.INSTANCE,
                      Map.of(
                          "prompt", JsonSelector.reported(RequestField.INPUT),
                          "image", JsonSelector.reported(RequestField.MEDIA),
                          "referenceImages",
                              JsonSelector.array(JsonSelector.reported(RequestField.MEDIA))))),
              "parameters",
              JsonSelector.object(drawing()).unique()),
          "instances",
          EnumSet.of(JsonKind.STRING),
          false);

  private static final List<RequestTable> ALL =
      List.of(GENERATE, COUNT, EMBED, BATCH, PREDICT, DRAW);

  private GeminiTables() {}

  static boolean isOne(RequestTable table) {
    return ALL.contains(table);
  }

  private static RequestTable table(
      Map<String, JsonSelector<RequestField>> paths,
      String input,
      Set<JsonKind> inputKinds,
      boolean streams) {
    JsonSelector<RequestField> top = JsonSelector.object(paths).unique();
    return new RequestTable(top, input, inputKinds, false, false, streams, false, false);
  }

  private static Map<String, JsonSelector<RequestField>> drawing() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    both(fields, "sampleCount", "sample_count", JsonSelector.kept(RequestField.CHOICES));
    both(fields, "storageUri", "storage_uri", JsonSelector.reported(RequestField.STORAGE));
    return fields;
  }

  private static JsonSelector<RequestField> instance() {
    JsonSelector<RequestField> other = JsonSelector.reported(RequestField.NO_TEXT);
    return JsonSelector.objectTold(
        RequestField.TEXT_INPUT,
        Map.of(
            "content", JsonSelector.reported(RequestField.TEXT),
            "prompt", other,
            "image", other,
            "video", other));
  }

  private static Map<String, JsonSelector<RequestField>> generate() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    fields.put("model", MODEL);
    fields.put("contents", contents());
    both(fields, "generationConfig", "generation_config", JsonSelector.object(config()).unique());
    both(fields, "cachedContent", "cached_content", JsonSelector.reported(RequestField.STATE));
    both(fields, "serviceTier", "service_tier", JsonSelector.kept(RequestField.SERVICE_TIER));
    fields.put("tools", JsonSelector.each(JsonSelector.reported(RequestField.GEMINI_TOOL)));
    return fields;
  }

  /// The paths of a request for a count, which may be asked for a whole request, with its
  /// instructions and tools.
  private static Map<String, JsonSelector<RequestField>> count() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    fields.put("contents", contents());
    both(
        fields,
        "generateContentRequest",
        "generate_content_request",
        JsonSelector.objectTold(RequestField.INPUT, generate()));
    return fields;
  }

  private static Map<String, JsonSelector<RequestField>> config() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    JsonSelector<RequestField> bound = JsonSelector.kept(RequestField.MAX_TOKENS);
    both(fields, "maxOutputTokens", "max_output_tokens", bound);
    JsonSelector<RequestField> choices = JsonSelector.kept(RequestField.CHOICES);
    both(fields, "candidateCount", "candidate_count", choices);
    fields.put("temperature", JsonSelector.kept(RequestField.TEMPERATURE));
    fields.put("seed", JsonSelector.kept(RequestField.SEED));
    JsonSelector<RequestField> modality = JsonSelector.kept(RequestField.MODALITY);
    both(
        fields,
        "responseModalities",
        "response_modalities",
        JsonSelector.arrayOrKept(RequestField.MODALITY, modality));
    return fields;
  }

  /// The paths of contents. Parts may hold pictures, sounds and documents, name a file that the
  /// provider keeps, and bring back what the model has signed. Ids of calls may carry seals, and
  /// results of calls bring parts.
  private static JsonSelector<RequestField> contents() {
    var part = new HashMap<String, JsonSelector<RequestField>>();
    both(part, "inlineData", "inline_data", JsonSelector.reported(RequestField.MEDIA));
    var file = new HashMap<String, JsonSelector<RequestField>>();
    both(file, "fileUri", "file_uri", JsonSelector.kept(RequestField.FILE));
    both(part, "fileData", "file_data", JsonSelector.object(file));
    JsonSelector<RequestField> id = JsonSelector.kept(RequestField.CALL_ID);
    JsonSelector<RequestField> response =
        JsonSelector.object(Map.of("id", id, "parts", oneOrMore(part)));
    both(part, "thoughtSignature", "thought_signature", JsonSelector.kept(RequestField.SIGNED));
    both(part, "functionCall", "function_call", JsonSelector.object(Map.of("id", id)));
    both(part, "functionResponse", "function_response", response);
    JsonSelector<RequestField> parts = oneOrMore(part);
    Map<String, JsonSelector<RequestField>> content = Map.of("parts", parts);
    return JsonSelector.objectOrArrayTold(
        RequestField.INPUT, content, JsonSelector.object(content));
  }

  /// The paths of an array of objects, for which one object may stand.
  private static JsonSelector<RequestField> oneOrMore(
      Map<String, JsonSelector<RequestField>> fields) {
    return JsonSelector.objectOrArray(fields, JsonSelector.object(fields));
  }

  private static void both(
      Map<String, JsonSelector<RequestField>> fields,
      String camel,
      String underscores,
      JsonSelector<RequestField> selector) {
    fields.put(camel, selector);
    fields.put(underscores, selector);
  }
}
