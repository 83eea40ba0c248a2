package dev.sluice.provider;

import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.provider.error.RateHeaders;

/// Which provider's errors are read by which table.
final class Errors {
  private Errors() {}

  static Classifier classifier(ProviderType type) {
    return new Classifier(table(type), rateHeaders(type));
  }

  private static ErrorTable table(ProviderType type) {
    return switch (type) {
      case OPENAI, AZURE, VLLM, OLLAMA, COMPATIBLE -> ErrorTable.OPENAI;
      case ANTHROPIC -> ErrorTable.ANTHROPIC;
      case GEMINI -> ErrorTable.GEMINI;
      case OPENROUTER -> ErrorTable.OPENROUTER;
      case MISTRAL -> ErrorTable.MISTRAL;
      case GROQ -> ErrorTable.GROQ;
      case DEEPSEEK -> ErrorTable.DEEPSEEK;
    };
  }

  private static RateHeaders rateHeaders(ProviderType type) {
    return switch (type) {
      case OPENAI, AZURE, OPENROUTER, COMPATIBLE -> RateHeaders.OPENAI;
      case ANTHROPIC -> RateHeaders.ANTHROPIC;
      case MISTRAL -> RateHeaders.MISTRAL;
      case GROQ -> RateHeaders.GROQ;
      case GEMINI, DEEPSEEK, VLLM, OLLAMA -> RateHeaders.NONE;
    };
  }
}
