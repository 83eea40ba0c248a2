package dev.sluice.provider;

import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;

/// Which provider's errors are read by which table.
final class Errors {
  private Errors() {}

  static Classifier classifier(ProviderType type) {
    return new Classifier(
        switch (type) {
          case OPENAI, AZURE, VLLM, OLLAMA, COMPATIBLE -> ErrorTable.OPENAI;
          case ANTHROPIC -> ErrorTable.ANTHROPIC;
          case GEMINI -> ErrorTable.GEMINI;
          case OPENROUTER -> ErrorTable.OPENROUTER;
          case MISTRAL -> ErrorTable.MISTRAL;
          case GROQ -> ErrorTable.GROQ;
          case DEEPSEEK -> ErrorTable.DEEPSEEK;
        });
  }
}
