package dev.sluice.config.quota;

import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.quota.ChargeRule.Output;
import java.util.Map;

/// The built-in quota settings of the providers.
public final class ProviderQuotas {
  private ProviderQuotas() {}

  /// The charge rule of a provider. Where its documents do not say, the rule assumes that unused
  /// tokens are given back: headers and refusals correct that.
  public static ChargeRule charging(ProviderType type) {
    return switch (type) {
      // https://platform.openai.com/docs/guides/rate-limits: the larger of the bound and what the
      // characters suggest.
      case OPENAI -> new ChargeRule(Output.RESERVED, true);
      // https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota: the prompt's characters
      // and max_tokens when the request is received.
      case AZURE -> new ChargeRule(Output.KEPT, true);
      // https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html: max_tokens
      // when the request is received, what is not written comes back; cached input is free.
      case BEDROCK -> new ChargeRule(Output.RESERVED, false);
      // https://docs.anthropic.com/en/api/rate-limits: output as it is written, cached input free.
      case ANTHROPIC -> new ChargeRule(Output.WRITTEN, false);
      // https://ai.google.dev/gemini-api/docs/rate-limits: tokens a minute are input.
      case GEMINI -> new ChargeRule(Output.FREE, true);
      case OPENROUTER, VERTEX, MISTRAL, GROQ, DEEPSEEK, COHERE, VOYAGE, VLLM, OLLAMA, COMPATIBLE ->
          ChargeRule.defaults();
    };
  }

  /// The quota of a provider without configured limits. Servers of one's own have no quota, but
  /// slow down before they refuse.
  public static QuotaConfig defaults(ProviderType type) {
    return switch (type) {
      case VLLM, OLLAMA -> new QuotaConfig(Map.of(), new Concurrency.Adaptive());
      case OPENAI,
          ANTHROPIC,
          GEMINI,
          OPENROUTER,
          AZURE,
          BEDROCK,
          VERTEX,
          MISTRAL,
          GROQ,
          DEEPSEEK,
          COHERE,
          VOYAGE,
          COMPATIBLE ->
          QuotaConfig.defaults();
    };
  }
}
