package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderType;
import java.util.Optional;

/// The member of a request that bounds its output, by what its provider knows.
public final class OutputBound {
  private OutputBound() {}

  /// The member that a request may get which has none; empty for operations that write nothing,
  /// that must have one, or that mean few tokens without one.
  public static Optional<String> member(ProviderType type, Operation operation) {
    return switch (operation) {
      case CHAT -> Optional.of(isOlder(type) ? "max_tokens" : "max_completion_tokens");
      case RESPONSES -> Optional.of("max_output_tokens");
      // It must have one: https://docs.anthropic.com/en/api/messages
      case MESSAGES -> Optional.empty();
      // 16 where it has none: https://platform.openai.com/docs/api-reference/completions
      case COMPLETIONS -> Optional.empty();
      // The member stands within another one, and no limit counts it.
      case GENERATE -> Optional.empty();
      case EMBEDDINGS,
          MODERATIONS,
          COUNT_TOKENS,
          INPUT_TOKENS,
          COMPACT,
          STORED_RESPONSE,
          GENERATE_COUNT,
          EMBED_CONTENT,
          BATCH_EMBED_CONTENTS,
          PREDICT,
          INVOKE_MODEL,
          RERANK,
          COHERE_RERANK,
          NIM_RANKING,
          SPEECH,
          IMAGES,
          IMAGE_EDITS,
          IMAGE_VARIATIONS,
          TRANSCRIPTIONS,
          TRANSLATIONS,
          PREDICT_IMAGES,
          PASS_THROUGH,
          COHERE_EMBED ->
          Optional.empty();
    };
  }

  /// Whether chats at providers of `type` are bounded by `max_tokens` alone. Servers that anyone
  /// may run, and vendors that document it alone, are asked in the dialect of 2023, which newer
  /// ones still take.
  public static boolean isOlder(ProviderType type) {
    return switch (type) {
      case OPENAI, AZURE, OPENROUTER, GROQ, XAI, GEMINI, BEDROCK, VERTEX, VLLM, ANTHROPIC -> false;
      case MISTRAL,
          DEEPSEEK,
          TOGETHER,
          FIREWORKS,
          PERPLEXITY,
          NVIDIA,
          COHERE,
          VOYAGE,
          OLLAMA,
          COMPATIBLE ->
          true;
    };
  }
}
