package dev.sluice.cli.litellm;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The providers that LiteLLM names, and what they are here.
final class Vendors {
  private static final String FIREWORKS = "fireworks_ai";
  private static final String DEPLOYMENT_KIND = "^(o_series|gpt5_series|responses|chat)/";

  private static final Map<String, Vendor> KNOWN =
      Map.ofEntries(
          Map.entry("openai", Vendor.typed("openai", "OPENAI_API_KEY")),
          Map.entry("text-completion-openai", Vendor.typed("openai", "OPENAI_API_KEY")),
          Map.entry("anthropic", Vendor.typed("anthropic", "ANTHROPIC_API_KEY")),
          Map.entry("gemini", Vendor.typed("gemini", "GEMINI_API_KEY")),
          Map.entry("openrouter", Vendor.typed("openrouter", "OPENROUTER_API_KEY")),
          Map.entry("azure", Vendor.typed("azure", "AZURE_API_KEY").withBase("AZURE_API_BASE")),
          Map.entry("mistral", Vendor.typed("mistral", "MISTRAL_API_KEY")),
          Map.entry("groq", Vendor.typed("groq", "GROQ_API_KEY")),
          Map.entry("deepseek", Vendor.typed("deepseek", "DEEPSEEK_API_KEY")),
          Map.entry("cohere", Vendor.typed("cohere", "COHERE_API_KEY")),
          Map.entry("cohere_chat", Vendor.typed("cohere", "COHERE_API_KEY")),
          Map.entry("vertex_ai", Vendor.cloud(CloudReader.VERTEX)),
          Map.entry("vertex_ai_beta", Vendor.cloud(CloudReader.VERTEX)),
          Map.entry("bedrock", Vendor.cloud(CloudReader.BEDROCK)),
          Map.entry("bedrock_converse", Vendor.cloud(CloudReader.BEDROCK)),
          Map.entry("bedrock_mantle", Vendor.cloud(CloudReader.BEDROCK)),
          Map.entry("voyage", Vendor.typed("voyage", "VOYAGE_API_KEY")),
          Map.entry("hosted_vllm", Vendor.local("vllm").withBase("HOSTED_VLLM_API_BASE")),
          Map.entry("ollama", Vendor.local("ollama")),
          Map.entry("ollama_chat", Vendor.local("ollama")),
          Map.entry("custom_openai", Vendor.anywhere("custom")),
          Map.entry("openai_like", Vendor.anywhere("openai-like")),
          Map.entry("litellm_proxy", Vendor.anywhere("litellm-proxy")),
          Map.entry("lm_studio", Vendor.anywhere("lm-studio")),
          Map.entry("llamafile", Vendor.anywhere("llamafile")),
          Map.entry("xinference", Vendor.anywhere("xinference")),
          Map.entry("xai", Vendor.typed("xai", "XAI_API_KEY")),
          Map.entry("together_ai", Vendor.typed("together", "TOGETHERAI_API_KEY")),
          Map.entry(
              "deepinfra",
              Vendor.at("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY")),
          Map.entry(FIREWORKS, Vendor.typed("fireworks", "FIREWORKS_API_KEY")),
          Map.entry("perplexity", Vendor.typed("perplexity", "PERPLEXITYAI_API_KEY")),
          Map.entry(
              "cerebras", Vendor.at("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY")),
          Map.entry(
              "sambanova",
              Vendor.at("sambanova", "https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY")),
          Map.entry("nvidia_nim", Vendor.typed("nvidia", "NVIDIA_NIM_API_KEY")),
          Map.entry(
              "moonshot", Vendor.at("moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY")),
          Map.entry(
              "nebius", Vendor.at("nebius", "https://api.studio.nebius.ai/v1", "NEBIUS_API_KEY")),
          Map.entry(
              "novita", Vendor.at("novita", "https://api.novita.ai/v3/openai", "NOVITA_API_KEY")),
          Map.entry(
              "hyperbolic",
              Vendor.at("hyperbolic", "https://api.hyperbolic.xyz/v1", "HYPERBOLIC_API_KEY")),
          Map.entry("lambda_ai", Vendor.at("lambda", "https://api.lambda.ai/v1", "LAMBDA_API_KEY")),
          Map.entry(
              "featherless_ai",
              Vendor.at("featherless", "https://api.featherless.ai/v1", "FEATHERLESS_AI_API_KEY")));

  /// Providers that cannot be asked with a key alone, or not in a dialect that is spoken here.
  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("sagemaker", "SageMaker has a dialect of its own"),
          Map.entry("sagemaker_chat", "SageMaker has a dialect of its own"),
          Map.entry(
              "azure_ai",
              "only Azure's OpenAI v1 API is spoken: add a provider of `type: azure` if the"
                  + " resource has one"),
          Map.entry("vllm", "it runs inside LiteLLM: start a server, and name it by `type: vllm`"),
          Map.entry("auto_router", "no route chooses a model by what a prompt says"),
          Map.entry("watsonx", "IBM Cloud asks for tokens that end after an hour"),
          Map.entry("github_copilot", "it asks for a login, not for a key"),
          Map.entry("chatgpt", "it asks for a login, not for a key"));

  /// Names without a provider that LiteLLM knows by its table of models.
  private static final Map<Pattern, String> NAMES =
      Map.of(
          Pattern.compile(
              "(gpt-|chatgpt-|o[134](-|$)|codex-|computer-use|text-embedding-[3a]|text-davinci"
                  + "|davinci-|babbage-|omni-moderation|text-moderation|ft:).*"),
          "openai",
          Pattern.compile("claude-.*"),
          "anthropic",
          Pattern.compile("(command|c4ai-|embed-(english|multilingual|v)).*"),
          "cohere",
          Pattern.compile("deepseek-(chat|reasoner|coder).*"),
          "deepseek",
          Pattern.compile("gemini-.*"),
          "vertex_ai",
          Pattern.compile("voyage-.*"),
          "voyage");

  private Vendors() {}

  /// The provider of that name; empty if it has no counterpart.
  static Optional<Vendor> of(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /// Whether LiteLLM's word names a provider, with or without a counterpart.
  static boolean isKnown(String name) {
    return KNOWN.containsKey(name) || WITHOUT.containsKey(name);
  }

  /// Why a provider has no counterpart.
  static String why(String name) {
    String reason = WITHOUT.get(name);
    return reason != null
        ? reason
        : "it is no type of provider here; if it speaks OpenAI's dialect, add it by"
            + " `type: compatible` and its url";
  }

  /// A model's name as its provider has it.
  ///
  /// @param named what stands behind the provider's name
  static String model(String provider, String named) {
    return switch (provider) {
      case "azure", "openai" -> named.replaceFirst(DEPLOYMENT_KIND, "");
      case FIREWORKS -> named.matches("[^/*]+") ? "accounts/fireworks/models/" + named : named;
      default -> named;
    };
  }

  /// The provider of a model that is named without one, as LiteLLM finds it.
  static Optional<String> ofModel(String model) {
    return NAMES.entrySet().stream()
        .filter(known -> known.getKey().matcher(model).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
