package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import java.util.Map;

/// The fields of an answer that matter, and their paths: Gemini's dialect in one table, for a
/// stream's events and whole answers alike. https://ai.google.dev/api/generate-content
enum GenerateField {
  /// A part of what the model says. An empty or null one means nothing.
  CONTENT,
  /// A candidate, reported behind all fields found in it.
  CANDIDATE,
  CANDIDATE_INDEX,
  /// A program that the provider runs, which is a part of what the model says.
  PROGRAM,
  /// A search of the web, and a place of a map, that the answer rests on.
  QUERY,
  PLACE,
  /// The reason why a candidate has ended.
  FINISH,
  /// The reason why there is no answer to the prompt.
  BLOCK,
  USAGE,
  ERROR,
  /// The subject of an answer without candidates: a count of tokens.
  COUNT,
  /// The subject of an answer without candidates: one embedding, or several.
  EMBEDDINGS,
  /// The tokens of one of the inputs that were embedded.
  INPUT_TOKENS,
  /// One of several predictions, reported behind the values found in it.
  PREDICTION,
  /// A picture that is predicted.
  PICTURE;

  static final JsonSelector<GenerateField> ANSWER = answer();

  private static JsonSelector<GenerateField> answer() {
    JsonSelector<GenerateField> error = JsonSelector.kept(ERROR);
    return JsonSelector.objectOrArray(
        Map.of(
            "candidates", JsonSelector.array(candidate()),
            "promptFeedback", JsonSelector.object(Map.of("blockReason", JsonSelector.kept(BLOCK))),
            "usageMetadata", JsonSelector.kept(USAGE),
            "error", error,
            "totalTokens", JsonSelector.reported(COUNT),
            "embedding", JsonSelector.reported(EMBEDDINGS),
            "embeddings", JsonSelector.reported(EMBEDDINGS),
            "predictions", JsonSelector.array(EMBEDDINGS, prediction())),
        JsonSelector.object(Map.of("error", error)));
  }

  /// The paths of one of the embeddings of Vertex AI, or of one of Imagen's pictures.
  private static JsonSelector<GenerateField> prediction() {
    JsonSelector<GenerateField> tokens =
        JsonSelector.object(Map.of("token_count", JsonSelector.kept(INPUT_TOKENS)));
    return JsonSelector.objectTold(
        PREDICTION,
        Map.of(
            "embeddings", JsonSelector.object(Map.of("statistics", tokens)),
            "bytesBase64Encoded", JsonSelector.reported(PICTURE)));
  }

  private static JsonSelector<GenerateField> grounding() {
    JsonSelector<GenerateField> place =
        JsonSelector.object(Map.of("maps", JsonSelector.reported(PLACE)));
    return JsonSelector.object(
        Map.of(
            "webSearchQueries", JsonSelector.array(JsonSelector.reported(QUERY)),
            "imageSearchQueries", JsonSelector.array(JsonSelector.reported(QUERY)),
            "groundingChunks", JsonSelector.array(place)));
  }

  private static JsonSelector<GenerateField> candidate() {
    JsonSelector<GenerateField> content = JsonSelector.reported(CONTENT);
    JsonSelector<GenerateField> part =
        JsonSelector.object(
            Map.of(
                "text", content,
                "thoughtSignature", content,
                "functionCall", content,
                "inlineData", content,
                "fileData", content,
                "executableCode", JsonSelector.reported(PROGRAM),
                "codeExecutionResult", content));
    return JsonSelector.objectTold(
        CANDIDATE,
        Map.of(
            "index", JsonSelector.kept(CANDIDATE_INDEX),
            "finishReason", JsonSelector.kept(FINISH),
            "groundingMetadata", grounding(),
            "content", JsonSelector.object(Map.of("parts", JsonSelector.array(part)))));
  }
}
