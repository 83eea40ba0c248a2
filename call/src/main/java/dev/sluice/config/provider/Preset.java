package dev.sluice.config.provider;

import static dev.sluice.call.request.Operation.BATCH_EMBED_CONTENTS;
import static dev.sluice.call.request.Operation.CHAT;
import static dev.sluice.call.request.Operation.COHERE_EMBED;
import static dev.sluice.call.request.Operation.COHERE_RERANK;
import static dev.sluice.call.request.Operation.COMPACT;
import static dev.sluice.call.request.Operation.COMPLETIONS;
import static dev.sluice.call.request.Operation.COUNT_TOKENS;
import static dev.sluice.call.request.Operation.EMBEDDINGS;
import static dev.sluice.call.request.Operation.EMBED_CONTENT;
import static dev.sluice.call.request.Operation.GENERATE;
import static dev.sluice.call.request.Operation.GENERATE_COUNT;
import static dev.sluice.call.request.Operation.IMAGES;
import static dev.sluice.call.request.Operation.IMAGE_EDITS;
import static dev.sluice.call.request.Operation.IMAGE_VARIATIONS;
import static dev.sluice.call.request.Operation.INPUT_TOKENS;
import static dev.sluice.call.request.Operation.INVOKE_MODEL;
import static dev.sluice.call.request.Operation.MESSAGES;
import static dev.sluice.call.request.Operation.MODERATIONS;
import static dev.sluice.call.request.Operation.NIM_RANKING;
import static dev.sluice.call.request.Operation.PREDICT;
import static dev.sluice.call.request.Operation.PREDICT_IMAGES;
import static dev.sluice.call.request.Operation.RERANK;
import static dev.sluice.call.request.Operation.RESPONSES;
import static dev.sluice.call.request.Operation.SPEECH;
import static dev.sluice.call.request.Operation.STORED_RESPONSE;
import static dev.sluice.call.request.Operation.TRANSCRIPTIONS;
import static dev.sluice.call.request.Operation.TRANSLATIONS;

import dev.sluice.call.request.Operation;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The built-in settings of a provider.
///
/// @param url the base URL; empty where everybody has their own
/// @param keyVariable the environment variable that by custom holds its key; empty where there is
///   no such custom
/// @param urlVariable the environment variable that holds the base URL, which is needed where `url`
///   is empty
/// @param keyRequired whether its servers require a key
/// @param allowPrivate whether it usually runs in one's own network
/// @param operations the operations that the provider serves
public record Preset(
    Optional<URI> url,
    Optional<String> keyVariable,
    Optional<String> urlVariable,
    boolean keyRequired,
    boolean allowPrivate,
    Set<Operation> operations) {

  /// The operations of OpenAI's dialect.
  private static final Set<Operation> ALL =
      EnumSet.of(
          CHAT,
          COMPLETIONS,
          EMBEDDINGS,
          MODERATIONS,
          RESPONSES,
          INPUT_TOKENS,
          COMPACT,
          STORED_RESPONSE,
          SPEECH,
          IMAGES,
          IMAGE_EDITS,
          IMAGE_VARIATIONS,
          TRANSCRIPTIONS,
          TRANSLATIONS);

  /// The operations of OpenAI's dialect that many serve.
  private static final Set<Operation> USUAL = EnumSet.of(CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES);

  /// The operations of Google's dialect.
  private static final Set<Operation> GOOGLE =
      EnumSet.of(GENERATE, GENERATE_COUNT, EMBED_CONTENT, PREDICT_IMAGES);

  /// The domains of Azure's resources: https://learn.microsoft.com/azure/ai-foundry/openai/how-to
  private static final List<String> AZURE_HOSTS =
      List.of(".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com");

  private static final List<String> BEDROCK_HOSTS =
      List.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws");

  public Preset {
    operations = Set.copyOf(operations);
  }

  /// The preset of `type` where the provider is asked by `api`.
  public static Preset of(ProviderType type, ProviderConfig.Api api) {
    return switch (api) {
      case OPENAI -> compatible(type);
      case CHAT -> compatible(type).without(RESPONSES, INPUT_TOKENS, COMPACT, STORED_RESPONSE);
      case RESPONSES -> compatible(type).without(CHAT);
      case MESSAGES -> messages(type);
      // https://ai.google.dev/api
      case GEMINI ->
          type == ProviderType.VERTEX
              ? vertex(with(GOOGLE, PREDICT))
              : hosted(
                  "https://generativelanguage.googleapis.com",
                  "GEMINI_API_KEY",
                  "GOOGLE_GEMINI_BASE_URL",
                  with(GOOGLE, BATCH_EMBED_CONTENTS));
      // https://docs.cohere.com/reference/embed
      case COHERE ->
          hosted(
              "https://api.cohere.com",
              "COHERE_API_KEY",
              "COHERE_BASE_URL",
              EnumSet.of(COHERE_EMBED, COHERE_RERANK));
    };
  }

  /// https://docs.anthropic.com/en/api/messages
  private static Preset messages(ProviderType type) {
    Set<Operation> served = EnumSet.of(MESSAGES, COUNT_TOKENS);
    return switch (type) {
      case BEDROCK -> bedrock(served);
      case VERTEX -> vertex(served);
      default ->
          hosted("https://api.anthropic.com", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", served);
    };
  }

  private static Set<Operation> with(Set<Operation> operations, Operation... more) {
    Set<Operation> all = EnumSet.copyOf(operations);
    Collections.addAll(all, more);
    return all;
  }

  private Preset without(Operation... others) {
    Set<Operation> rest = new HashSet<>(operations);
    List.of(others).forEach(rest::remove);
    return new Preset(url, keyVariable, urlVariable, keyRequired, allowPrivate, rest);
  }

  /// The preset of `provider`.
  public static Preset of(ProviderConfig provider) {
    Preset preset = of(provider.type(), provider.api());
    return isMantle(provider) ? preset.without(INVOKE_MODEL) : preset;
  }

  /// Whether a provider is the endpoint of Bedrock that knows other vendors' dialects alone.
  private static boolean isMantle(ProviderConfig provider) {
    return provider.type() == ProviderType.BEDROCK
        && String.valueOf(provider.url().getHost()).toLowerCase(Locale.ROOT).contains("mantle");
  }

  /// The preset of `type`, where the provider is asked by its vendor's own interface.
  public static Preset of(ProviderType type) {
    return of(type, ProviderConfig.Api.of(type));
  }

  private static Preset compatible(ProviderType type) {
    return switch (type) {
      // https://platform.openai.com/docs/api-reference
      case OPENAI -> hosted("https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL", ALL);
      // Chat alone: https://docs.anthropic.com/en/api/openai-sdk
      case ANTHROPIC ->
          hosted(
              "https://api.anthropic.com/v1",
              "ANTHROPIC_API_KEY",
              "ANTHROPIC_BASE_URL",
              EnumSet.of(CHAT));
      // https://ai.google.dev/gemini-api/docs/openai
      case GEMINI ->
          hosted(
              "https://generativelanguage.googleapis.com/v1beta/openai",
              "GEMINI_API_KEY",
              "GOOGLE_GEMINI_BASE_URL",
              EnumSet.of(CHAT, EMBEDDINGS));
      // https://openrouter.ai/docs/api-reference/overview
      case OPENROUTER ->
          hosted(
              "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "OPENROUTER_BASE_URL", USUAL);
      // The v1 API: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle; the
      // variables are those of the official SDKs.
      case AZURE ->
          new Preset(
              Optional.empty(),
              Optional.of("AZURE_OPENAI_API_KEY"),
              Optional.of("AZURE_OPENAI_ENDPOINT"),
              true,
              false,
              EnumSet.of(
                  CHAT,
                  COMPLETIONS,
                  EMBEDDINGS,
                  RESPONSES,
                  COMPACT,
                  STORED_RESPONSE,
                  SPEECH,
                  IMAGES,
                  IMAGE_EDITS,
                  TRANSCRIPTIONS,
                  TRANSLATIONS));
      case BEDROCK -> bedrock(EnumSet.of(CHAT, RESPONSES, INVOKE_MODEL));
      case VERTEX -> vertex(EnumSet.of(CHAT));
      // https://docs.mistral.ai/api
      case MISTRAL ->
          hosted(
              "https://api.mistral.ai/v1",
              "MISTRAL_API_KEY",
              "MISTRAL_BASE_URL",
              EnumSet.of(CHAT, EMBEDDINGS, MODERATIONS, TRANSCRIPTIONS));
      // https://console.groq.com/docs/openai
      case GROQ ->
          hosted(
              "https://api.groq.com/openai/v1",
              "GROQ_API_KEY",
              "GROQ_BASE_URL",
              EnumSet.of(CHAT, RESPONSES, SPEECH, TRANSCRIPTIONS, TRANSLATIONS));
      // https://api-docs.deepseek.com
      case DEEPSEEK ->
          hosted(
              "https://api.deepseek.com",
              "DEEPSEEK_API_KEY",
              "DEEPSEEK_BASE_URL",
              EnumSet.of(CHAT));
      // https://docs.x.ai/developers/rest-api-reference
      case XAI ->
          hosted("https://api.x.ai/v1", "XAI_API_KEY", "XAI_BASE_URL", EnumSet.of(CHAT, RESPONSES));
      // https://docs.together.ai/reference
      case TOGETHER ->
          hosted(
              "https://api.together.ai/v1",
              "TOGETHER_API_KEY",
              "TOGETHER_BASE_URL",
              EnumSet.of(CHAT, COMPLETIONS, EMBEDDINGS));
      // https://docs.fireworks.ai/api-reference
      case FIREWORKS ->
          hosted(
              "https://api.fireworks.ai/inference/v1",
              "FIREWORKS_API_KEY",
              "FIREWORKS_BASE_URL",
              USUAL);
      // https://docs.perplexity.ai/api-reference
      case PERPLEXITY ->
          hosted(
              "https://api.perplexity.ai",
              "PERPLEXITY_API_KEY",
              "PERPLEXITY_BASE_URL",
              EnumSet.of(CHAT));
      // https://docs.api.nvidia.com/nim/reference/llm-apis, and reranks of a NIM of one's own:
      // https://docs.nvidia.com/nim/nemo-retriever/text-reranking/latest/reference.html
      case NVIDIA ->
          hosted(
              "https://integrate.api.nvidia.com/v1",
              "NVIDIA_API_KEY",
              "NVIDIA_BASE_URL",
              EnumSet.of(CHAT, EMBEDDINGS, NIM_RANKING));
      // https://docs.cohere.com/docs/compatibility-api
      case COHERE ->
          hosted(
              "https://api.cohere.ai/compatibility/v1",
              "COHERE_API_KEY",
              "COHERE_BASE_URL",
              EnumSet.of(CHAT, EMBEDDINGS));
      // https://docs.voyageai.com/reference/embeddings-api
      case VOYAGE ->
          hosted(
              "https://api.voyageai.com/v1",
              "VOYAGE_API_KEY",
              "VOYAGE_BASE_URL",
              EnumSet.of(EMBEDDINGS, RERANK));
      // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
      case VLLM ->
          local(
              Optional.of("http://127.0.0.1:8000/v1"),
              with(USUAL, STORED_RESPONSE, RERANK, TRANSCRIPTIONS, TRANSLATIONS));
      // https://docs.ollama.com/api/openai-compatibility
      case OLLAMA -> local(Optional.of("http://127.0.0.1:11434/v1"), USUAL);
      case COMPATIBLE ->
          new Preset(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              false,
              with(ALL, RERANK));
    };
  }

  /// Whether `provider` is asked at its vendor's own host, so that it is what its type says. A
  /// server type that anyone may run has no such host, and neither has another server that speaks a
  /// vendor's dialect at another address.
  public static boolean ownHost(ProviderConfig provider) {
    String host = BaseUrl.of(provider).origin().host().toLowerCase(Locale.ROOT);
    return switch (provider.type()) {
      case VLLM, OLLAMA, COMPATIBLE -> false;
      case AZURE -> AZURE_HOSTS.stream().anyMatch(host::endsWith);
      case BEDROCK -> BEDROCK_HOSTS.stream().anyMatch(host::endsWith);
      case VERTEX -> VertexHosts.has(provider.url());
      case OPENAI,
          ANTHROPIC,
          GEMINI,
          OPENROUTER,
          MISTRAL,
          GROQ,
          DEEPSEEK,
          XAI,
          TOGETHER,
          FIREWORKS,
          PERPLEXITY,
          NVIDIA,
          COHERE,
          VOYAGE ->
          of(provider).url().map(URI::getHost).filter(host::equals).isPresent();
    };
  }

  /// The base URL that `configured` stands for: Azure's resources are named without the path of
  /// their API.
  static URI base(ProviderType type, URI configured) {
    String path = configured.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    return type == ProviderType.AZURE && bare ? configured.resolve("/openai/v1") : configured;
  }

  /// The address has the region. The variables are those of the official SDKs:
  /// https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
  private static Preset bedrock(Set<Operation> operations) {
    return new Preset(
        Optional.empty(),
        Optional.of("AWS_BEARER_TOKEN_BEDROCK"),
        Optional.of("AWS_BEDROCK_BASE_URL"),
        true,
        false,
        operations);
  }

  /// The address has project and location. A key is one of the express mode.
  private static Preset vertex(Set<Operation> operations) {
    return new Preset(
        Optional.empty(), Optional.empty(), Optional.empty(), false, false, operations);
  }

  private static Preset hosted(
      String url, String keyVariable, String urlVariable, Set<Operation> operations) {
    return new Preset(
        Optional.of(URI.create(url)),
        Optional.of(keyVariable),
        Optional.of(urlVariable),
        true,
        false,
        operations);
  }

  private static Preset local(Optional<String> url, Set<Operation> operations) {
    return new Preset(
        url.map(URI::create), Optional.empty(), Optional.empty(), false, true, operations);
  }
}
