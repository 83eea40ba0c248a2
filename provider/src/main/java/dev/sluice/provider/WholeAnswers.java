package dev.sluice.provider;

import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.assemble.WholeMembers;

/// The members of providers' whole answers that their chunks do not always have.
final class WholeAnswers {
  private static final WholeMembers NONE = WholeMembers.NONE;

  // https://platform.openai.com/docs/api-reference/chat/object
  private static final WholeMembers OPENAI =
      NONE.withChoice("logprobs").withMessage("refusal").withArray("annotations");

  // https://github.com/googleapis/python-genai/issues/2868
  private static final WholeMembers GEMINI = NONE.withCallsFinish();

  // https://openrouter.ai/docs/api-reference/overview
  private static final WholeMembers OPENROUTER =
      NONE.withChoice("logprobs").withMessage("refusal", "reasoning");

  // https://docs.mistral.ai/api/endpoint/chat
  private static final WholeMembers MISTRAL = NONE.withMessage("tool_calls");

  // https://console.groq.com/docs/api-reference
  private static final WholeMembers GROQ =
      NONE.withAnswer("usage_breakdown").withChoice("logprobs");

  // https://api-docs.deepseek.com/api/create-chat-completion
  private static final WholeMembers DEEPSEEK = NONE.withChoice("logprobs");

  // vllm/entrypoints/openai/chat_completion/protocol.py: whole answers with all their members,
  // chunks with those that were set.
  private static final WholeMembers VLLM =
      NONE.withAnswer(
              "service_tier",
              "system_fingerprint",
              "prompt_logprobs",
              "prompt_token_ids",
              "kv_transfer_params")
          .withChoice("logprobs", "stop_reason", "token_ids")
          .withMessage("refusal", "annotations", "audio", "function_call", "reasoning")
          .withArray("tool_calls");

  private WholeAnswers() {}

  /// The members for providers of `type`; none where their chunks have all, or where the server may
  /// be any.
  static WholeMembers members(ProviderType type) {
    return switch (type) {
      case OPENAI, AZURE -> OPENAI;
      case OPENROUTER -> OPENROUTER;
      case MISTRAL -> MISTRAL;
      case GROQ -> GROQ;
      case DEEPSEEK -> DEEPSEEK;
      case VLLM -> VLLM;
      case GEMINI -> GEMINI;
      case ANTHROPIC,
          BEDROCK,
          VERTEX,
          XAI,
          TOGETHER,
          FIREWORKS,
          PERPLEXITY,
          NVIDIA,
          COHERE,
          VOYAGE,
          OLLAMA,
          COMPATIBLE ->
          NONE;
    };
  }
}
