package dev.sluice.api;

import dev.sluice.call.request.Operation;
import dev.sluice.provider.GeminiPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The endpoints that there are. Paths are matched whole and exactly, after decoding, so that no
/// spelling of a path reaches something that another spelling does not.
public final class Endpoints {
  /// The verbs behind a model's name in Gemini's dialect, as a text for people.
  public static final String VERBS =
      ":generateContent, :streamGenerateContent, :countTokens, :embedContent, :batchEmbedContents";

  /// All endpoints, as a text for people.
  public static final String KNOWN =
      "POST /v1/chat/completions, /v1/completions, /v1/embeddings, /v1/moderations, /v1/responses,"
          + " /v1/responses/input_tokens, /v1/responses/compact, /v1/responses/{id}/cancel,"
          + " /v1/messages, /v1/messages/count_tokens, /v1beta/models/{id}"
          + VERBS
          + ", :predict of imagen's, /v2/embed, /v1/rerank, /v2/rerank, /v1/ranking, /v1/audio/speech,"
          + " /v1/audio/transcriptions, /v1/audio/translations, /v1/images/generations,"
          + " /v1/images/edits, /v1/images/variations,"
          + " /openai/deployments/{id}/chat/completions, /completions, /embeddings,"
          + " /images/generations, /images/edits, /audio/speech, /audio/transcriptions,"
          + " /audio/translations,"
          + " /openai/responses, and what begins with /v1 also under /openai,"
          + " /v1/projects/{p}/locations/{l}/publishers/google/models/{id}"
          + VERBS
          + ", :predict,"
          + " /v1/projects/{p}/locations/{l}/publishers/anthropic/models/{id}:rawPredict,"
          + " :streamRawPredict; GET /v1/models, /v1/models/{id}, and the same of /v1beta,"
          + " /v1/responses/{id}, /v1/responses/{id}/input_items; DELETE /v1/responses/{id};"
          + " /v1/files, /v1/uploads, /v1/batches and /v1/messages/batches, /v1beta/batches and :batchGenerateContent where they are configured;"
          + " and /passthrough/{name} with what it is configured to pass through";

  /// The path of OpenAI's realtime API, which is served over WebSockets alone.
  private static final String REALTIME = "/v1/realtime";

  private static final List<String> MODEL = List.of("/v1/models/", "/v1beta/models/");
  private static final Map<String, Endpoint> FIXED =
      Map.ofEntries(
          Map.entry("/v1/messages", new Endpoint.Calling(Operation.MESSAGES)),
          Map.entry("/v1/messages/count_tokens", new Endpoint.Calling(Operation.COUNT_TOKENS)),
          Map.entry("/v1/chat/completions", new Endpoint.Calling(Operation.CHAT)),
          Map.entry("/v1/completions", new Endpoint.Calling(Operation.COMPLETIONS)),
          Map.entry("/v1/embeddings", new Endpoint.Calling(Operation.EMBEDDINGS)),
          Map.entry("/v1/moderations", new Endpoint.Calling(Operation.MODERATIONS)),
          Map.entry("/v1/responses", new Endpoint.Calling(Operation.RESPONSES)),
          Map.entry("/v1/responses/input_tokens", new Endpoint.Calling(Operation.INPUT_TOKENS)),
          Map.entry("/v1/responses/compact", new Endpoint.Calling(Operation.COMPACT)),
          Map.entry("/v2/embed", new Endpoint.Calling(Operation.COHERE_EMBED)),
          Map.entry("/v1/rerank", new Endpoint.Calling(Operation.RERANK)),
          Map.entry("/v2/rerank", new Endpoint.Calling(Operation.COHERE_RERANK)),
          Map.entry("/v1/ranking", new Endpoint.Calling(Operation.NIM_RANKING)),
          Map.entry("/v1/audio/speech", new Endpoint.Calling(Operation.SPEECH)),
          Map.entry("/v1/images/generations", new Endpoint.Calling(Operation.IMAGES)),
          Map.entry("/v1/images/edits", new Endpoint.Calling(Operation.IMAGE_EDITS)),
          Map.entry("/v1/images/variations", new Endpoint.Calling(Operation.IMAGE_VARIATIONS)),
          Map.entry("/v1/audio/transcriptions", new Endpoint.Calling(Operation.TRANSCRIPTIONS)),
          Map.entry("/v1/audio/translations", new Endpoint.Calling(Operation.TRANSLATIONS)),
          Map.entry("/v1/models", new Endpoint.Models()),
          Map.entry("/v1beta/models", new Endpoint.Models()));

  private Endpoints() {}

  /// The endpoint for a request's target as it stands in the request line. Its query is ignored but
  /// for stored responses and for what is passed through.
  public static Optional<Endpoint> at(String target) {
    if (target.startsWith(PassThroughPath.PREFIX)) {
      return PassThroughPath.at(target);
    }
    return RequestPath.decode(target)
        .flatMap(path -> exactly(path).or(() -> StoredPaths.at(CloudPaths.plain(path), target)));
  }

  /// Whether clients of OpenAI's API open WebSockets at a request's target: at its realtime
  /// endpoint, and at those that there are here.
  public static boolean offersWebSockets(String target) {
    if (target.startsWith(PassThroughPath.PREFIX)) {
      return true;
    }
    return RequestPath.decode(target)
        .filter(path -> path.equals(REALTIME) || exactly(path).isPresent())
        .isPresent();
  }

  private static Optional<Endpoint> exactly(String path) {
    String plain = CloudPaths.plain(path);
    Endpoint fixed = FIXED.get(plain);
    if (fixed != null) {
      return Optional.of(fixed);
    }
    return CloudPaths.at(path).or(() -> model(plain)).or(() -> ResourcePaths.at(plain));
  }

  private static Optional<Endpoint> model(String path) {
    return MODEL.stream()
        .filter(prefix -> path.startsWith(prefix) && path.length() > prefix.length())
        .findFirst()
        .map(prefix -> ofModel(path.substring(prefix.length())));
  }

  /// The call of a model's name with a verb of Gemini's dialect behind it; empty where the verb is
  /// none.
  static Optional<Endpoint> verb(String rest) {
    return Optional.of(ofModel(rest)).filter(Endpoint.Calling.class::isInstance);
  }

  /// Reads a path of Gemini's dialect: the verb stands behind its last colon; the name of a model
  /// may have colons and slashes of its own.
  private static Endpoint ofModel(String rest) {
    int colon = rest.lastIndexOf(':');
    String model = rest.substring(0, Math.max(0, colon));
    if (model.isEmpty()) {
      return new Endpoint.Model(rest);
    }
    return switch (rest.substring(colon + 1)) {
      case "generateContent" -> new Endpoint.Calling(Operation.GENERATE, model, false);
      case "streamGenerateContent" -> new Endpoint.Calling(Operation.GENERATE, model, true);
      case "countTokens" -> new Endpoint.Calling(Operation.GENERATE_COUNT, model, false);
      case "embedContent" -> new Endpoint.Calling(Operation.EMBED_CONTENT, model, false);
      case "batchEmbedContents" ->
          new Endpoint.Calling(Operation.BATCH_EMBED_CONTENTS, model, false);
      case "batchGenerateContent", "asyncBatchEmbedContent" ->
          new Endpoint.GenerateBatches(model, "", rest.substring(colon));
      case "predict" ->
          GeminiPath.isImagen(model)
              ? new Endpoint.Calling(Operation.PREDICT_IMAGES, model, false)
              : new Endpoint.Model(rest);
      default -> new Endpoint.Model(rest);
    };
  }
}
