package dev.sluice.config.provider;

import java.util.Locale;

/// The providers that are known by name.
public enum ProviderType {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  OPENROUTER,
  AZURE,
  /// Models of Amazon Bedrock that are asked in OpenAI's or Anthropic's dialect.
  BEDROCK,
  /// Models of Google Vertex AI: Gemini, Claude and open ones, each in the dialect of its own.
  VERTEX,
  MISTRAL,
  GROQ,
  DEEPSEEK,
  XAI,
  TOGETHER,
  FIREWORKS,
  PERPLEXITY,
  /// Models that NVIDIA hosts (NIM).
  NVIDIA,
  COHERE,
  VOYAGE,
  VLLM,
  OLLAMA,
  /// Any other server that speaks OpenAI's dialect.
  COMPATIBLE;

  /// Whether calls for embeddings and moderations may have 2,048 inputs, by the documents of the
  /// provider. Other servers of the same dialect may take one, or 32, and tell nobody.
  public boolean takesManyInputs() {
    return this == OPENAI || this == AZURE;
  }

  /// The name of the type in configuration: `openai`, `compatible` ...
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
