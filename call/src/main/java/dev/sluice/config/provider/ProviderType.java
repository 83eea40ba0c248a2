package dev.sluice.config.provider;

import java.util.Locale;

/// The providers that are known by name.
public enum ProviderType {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  OPENROUTER,
  AZURE,
  MISTRAL,
  GROQ,
  DEEPSEEK,
  COHERE,
  VOYAGE,
  VLLM,
  OLLAMA,
  /// Anything else that speaks OpenAI's dialect.
  COMPATIBLE;

  /// Its name in configuration: `openai`, `compatible` ...
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
