package dev.sluice.provider;

import dev.sluice.config.provider.ProviderType;

/// The condition under which a provider's streams report usage.
public enum UsageTelling {
  /// Streams report usage when asked to (`stream_options.include_usage`).
  ASKED,
  /// Streams report usage when asked to, in chunks that say something else too, so that it cannot
  /// be kept from a client that has not asked.
  ASKED_BESIDE,
  /// Streams always report usage; a request that asks for it is refused.
  UNASKED,
  /// The behaviour of the provider is unknown.
  UNKNOWN;

  /// The way in which servers of `type` report usage.
  public static UsageTelling of(ProviderType type) {
    return switch (type) {
      case OPENAI,
          ANTHROPIC,
          OPENROUTER,
          AZURE,
          BEDROCK,
          VERTEX,
          GROQ,
          DEEPSEEK,
          XAI,
          NVIDIA,
          VLLM,
          OLLAMA ->
          ASKED;
      case GEMINI -> ASKED_BESIDE;
      case MISTRAL, PERPLEXITY -> UNASKED;
      case TOGETHER, FIREWORKS, COHERE, VOYAGE, COMPATIBLE -> UNKNOWN;
    };
  }

  /// The way in which servers of `type` report usage of `model`: Google's own models keep theirs
  /// among open ones.
  static UsageTelling of(ProviderType type, String model) {
    boolean google = type == ProviderType.VERTEX && model.startsWith("google/");
    return google ? ASKED_BESIDE : of(type);
  }

  /// Whether the provider may get the option, which shows the client nothing that it has not asked
  /// for.
  public boolean mayTakeOption() {
    return this != UNASKED;
  }
}
