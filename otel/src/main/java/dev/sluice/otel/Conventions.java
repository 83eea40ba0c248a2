package dev.sluice.otel;

import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderType;
import io.opentelemetry.api.common.AttributeKey;

/// The names of OpenTelemetry's semantic conventions for generative AI that spans bear, of two
/// editions. The conventions are in development, so that no other class may name an attribute of
/// theirs.
public enum Conventions {
  /// The latest edition, as of November 2026.
  LATEST("gen_ai.provider.name"),

  /// The edition of version 1.36, which many backends know.
  V1_36("gen_ai.system");

  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<Double> FIRST_CHUNK =
      AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHED_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");

  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");

  static final AttributeKey<String> CALL_ID = AttributeKey.stringKey("sluice.call.id");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("sluice.route");
  static final AttributeKey<String> BAND = AttributeKey.stringKey("sluice.band");
  static final AttributeKey<String> TENANT = AttributeKey.stringKey("sluice.tenant");
  static final AttributeKey<String> CACHE = AttributeKey.stringKey("sluice.cache");
  static final AttributeKey<String> BATCH = AttributeKey.stringKey("sluice.batch");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("sluice.attempts");
  static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("sluice.provider");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("sluice.attempt.reason");
  static final AttributeKey<String> UPSTREAM_ID =
      AttributeKey.stringKey("sluice.upstream.request_id");
  static final AttributeKey<Double> CONNECT = AttributeKey.doubleKey("sluice.time_to_connect");
  static final AttributeKey<Boolean> ESTIMATED = AttributeKey.booleanKey("sluice.usage.estimated");
  static final AttributeKey<Double> PREDICTED = AttributeKey.doubleKey("sluice.queue.predicted");

  private final String provider;

  Conventions(String provider) {
    this.provider = provider;
  }

  /// Returns the key of the provider's kind.
  AttributeKey<String> provider() {
    return AttributeKey.stringKey(provider);
  }

  /// Whether this edition has names for streams' first parts and for cached tokens.
  boolean detailed() {
    return this == LATEST;
  }

  /// Returns the name of a provider's kind.
  static String provider(ProviderType type) {
    return switch (type) {
      case AZURE -> "azure.ai.openai";
      case BEDROCK -> "aws.bedrock";
      case GEMINI -> "gcp.gemini";
      case VERTEX -> "gcp.vertex_ai";
      case MISTRAL -> "mistral_ai";
      default -> type.configName();
    };
  }

  /// Returns the name of an operation. Operations that no model works for, moderations and
  /// compactions have no names of their own in the conventions.
  static String operation(Operation operation) {
    return switch (operation) {
      case CHAT, RESPONSES, MESSAGES -> "chat";
      case COUNT_TOKENS, INPUT_TOKENS, GENERATE_COUNT -> "count_tokens";
      case COMPACT -> "compact";
      case STORED_RESPONSE -> "stored_response";
      case GENERATE -> "generate_content";
      case COMPLETIONS -> "text_completion";
      case EMBEDDINGS, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT, INVOKE_MODEL ->
          "embeddings";
      case MODERATIONS -> "moderations";
      case RERANK, COHERE_RERANK, NIM_RANKING -> "rerank";
      case SPEECH -> "speech";
      case IMAGES, PREDICT_IMAGES -> "image_generation";
      case IMAGE_EDITS -> "image_edit";
      case IMAGE_VARIATIONS -> "image_variation";
      case TRANSCRIPTIONS -> "transcription";
      case TRANSLATIONS -> "translation";
      case PASS_THROUGH -> "pass_through";
    };
  }

  /// Returns the path at which a client asks for an operation.
  static String path(Operation operation) {
    return switch (operation) {
      case CHAT -> "/v1/chat/completions";
      case COMPLETIONS -> "/v1/completions";
      case EMBEDDINGS -> "/v1/embeddings";
      case MODERATIONS -> "/v1/moderations";
      case RESPONSES -> "/v1/responses";
      case MESSAGES -> "/v1/messages";
      case COUNT_TOKENS -> "/v1/messages/count_tokens";
      case INPUT_TOKENS -> "/v1/responses/input_tokens";
      case COMPACT -> "/v1/responses/compact";
      case STORED_RESPONSE -> "/v1/responses/{id}";
      case GENERATE -> "/v1beta/models/{model}:generateContent";
      case GENERATE_COUNT -> "/v1beta/models/{model}:countTokens";
      case EMBED_CONTENT -> "/v1beta/models/{model}:embedContent";
      case COHERE_EMBED -> "/v2/embed";
      case RERANK -> "/v1/rerank";
      case COHERE_RERANK -> "/v2/rerank";
      case NIM_RANKING -> "/v1/ranking";
      case SPEECH -> "/v1/audio/speech";
      case IMAGES -> "/v1/images/generations";
      case IMAGE_EDITS -> "/v1/images/edits";
      case IMAGE_VARIATIONS -> "/v1/images/variations";
      case TRANSCRIPTIONS -> "/v1/audio/transcriptions";
      case TRANSLATIONS -> "/v1/audio/translations";
      case PASS_THROUGH -> "/passthrough/{name}";
      case BATCH_EMBED_CONTENTS -> "/v1beta/models/{model}:batchEmbedContents";
      case INVOKE_MODEL -> "/model/{model}/invoke";
      case PREDICT_IMAGES -> "/v1beta/models/{model}:predict";
      case PREDICT ->
          "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}:predict";
    };
  }
}
