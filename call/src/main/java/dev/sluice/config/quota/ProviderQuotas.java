package dev.sluice.config.quota;

import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.quota.ChargeRule.Output;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The built-in quota settings of the providers.
public final class ProviderQuotas {
  private ProviderQuotas() {}

  /// The models of Claude whose output counts once at Bedrock: those before 3.7.
  private static final Pattern OLDER_CLAUDE =
      Pattern.compile(".*anthropic\\.claude-(?:instant|v?[12](?:[.:-]|$)|3-(?!7)).*");

  private static final int CLAUDE_BURNDOWN = 5;

  /// The charge rule of a provider for one of its models. Where its documents do not say, the rule
  /// assumes that unused tokens are given back: headers and refusals correct that.
  ///
  /// @param model as the provider names it; `*` for names that are not known yet
  public static ChargeRule charging(ProviderConfig provider, String model) {
    return switch (provider.type()) {
      // https://platform.openai.com/docs/guides/rate-limits: the larger of the bound and what the
      // characters suggest.
      case OPENAI -> new ChargeRule(Output.RESERVED, true);
      // https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota: the prompt's characters
      // and max_tokens when the request is received.
      case AZURE -> new ChargeRule(Output.KEPT, true);
      case BEDROCK ->
          isMantle(provider)
              ? new ChargeRule(Output.CHECKED, false)
              : new ChargeRule(Output.MAXIMUM, false).burning(burndown(model));
      // https://docs.anthropic.com/en/api/rate-limits: output as it is written, cached input free.
      case ANTHROPIC -> new ChargeRule(Output.WRITTEN, false);
      // https://ai.google.dev/gemini-api/docs/rate-limits: tokens a minute are input.
      case GEMINI -> new ChargeRule(Output.FREE, true);
      // https://docs.fireworks.ai/serverless/rate-limits: what is generated has a limit of its own,
      // and so has input that no cache has, which is a quarter of that of all input.
      case FIREWORKS -> new ChargeRule(Output.WRITTEN, false);
      case VERTEX -> vertex(provider.api());
      case OPENROUTER,
          MISTRAL,
          GROQ,
          DEEPSEEK,
          XAI,
          TOGETHER,
          PERPLEXITY,
          NVIDIA,
          COHERE,
          VOYAGE,
          VLLM,
          OLLAMA,
          COMPATIBLE ->
          ChargeRule.defaults();
    };
  }

  /// What limits there are at Vertex AI is as it is at the models' own providers: provisioned
  /// throughput of Gemini, and quotas of Claude for input and output of their own
  /// (https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/partner-models/claude/quotas).
  private static ChargeRule vertex(ProviderConfig.Api api) {
    return switch (api) {
      case GEMINI -> new ChargeRule(Output.FREE, true);
      case MESSAGES -> new ChargeRule(Output.WRITTEN, false);
      default -> ChargeRule.defaults();
    };
  }

  /// Whether `provider` is the endpoint of Bedrock that checks the bound of the output against the
  /// limit of the input, and counts the output as it is written
  /// (https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-mantle.html); the other one
  /// charges the bound, and the largest there is where a call sets none
  /// (https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html). At both, cached
  /// input is free. Messages are served by the former alone.
  private static boolean isMantle(ProviderConfig provider) {
    String host = BaseUrl.of(provider).origin().host().toLowerCase(Locale.ROOT);
    return host.startsWith("bedrock-mantle") || provider.api() == ProviderConfig.Api.MESSAGES;
  }

  /// https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html. The ARN of an
  /// application's inference profile does not say which model it is.
  private static int burndown(String model) {
    boolean claude = model.contains("anthropic.claude-");
    return claude && !OLDER_CLAUDE.matcher(model).matches() ? CLAUDE_BURNDOWN : 1;
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
          XAI,
          TOGETHER,
          FIREWORKS,
          PERPLEXITY,
          NVIDIA,
          COHERE,
          VOYAGE,
          COMPATIBLE ->
          QuotaConfig.defaults();
    };
  }
}
