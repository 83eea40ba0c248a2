package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;

/// A call of Gemini's API.
public sealed interface GeminiCall extends ReadCall
    permits GenerateContentCall, Counting, Embedding {

  /// The content type of whole answers and of arrays.
  String JSON = "application/json; charset=UTF-8";

  /// Reads a request.
  ///
  /// @throws Refusal if Google would refuse it
  static GeminiCall read(GeminiPath path, byte[] body) throws Refusal {
    JsonNode request = RequestMembers.read(body);
    return switch (path.verb()) {
      case GENERATE, STREAM -> GenerateContentCall.read(path, request);
      case COUNT -> Counting.read(path, request);
      case EMBED, BATCH_EMBED, PREDICT -> Embedding.read(path, request);
    };
  }

  /// Refuses a request that names another model than its address; it need not name any.
  static void sameModel(GeminiPath path, JsonNode request) throws Refusal {
    String named = request.path("model").asText("");
    if (!named.isEmpty() && !named.replaceFirst("^models/", "").equals(path.model())) {
      throw new Refusal(
          OpenAiError.invalid(
              null, null, "Model in the request does not match the one in the URL: " + named));
    }
  }
}
