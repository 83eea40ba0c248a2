package dev.sluice.provider.stream;

import dev.sluice.config.provider.ProviderType;

/// When a provider's streams report usage.
public enum UsageTelling {
  /// When asked to (`stream_options.include_usage`).
  ASKED,
  /// When asked to, in chunks that say something else too, so that it cannot be kept from a client
  /// that has not asked.
  ASKED_BESIDE,
  /// Always; a request that asks is refused.
  UNASKED,
  /// It is unknown.
  UNKNOWN;

  /// How servers of `type` do.
  public static UsageTelling of(ProviderType type) {
    return switch (type) {
      case OPENAI, ANTHROPIC, OPENROUTER, AZURE, GROQ, DEEPSEEK, VLLM, OLLAMA -> ASKED;
      case GEMINI -> ASKED_BESIDE;
      case MISTRAL -> UNASKED;
      case COHERE, VOYAGE, COMPATIBLE -> UNKNOWN;
    };
  }

  /// Whether they may take the option, which shows the client nothing that it has not asked for.
  public boolean mayTakeOption() {
    return this != UNASKED;
  }
}
