package dev.sluice.config.file;

import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import java.util.Map;
import java.util.Set;

/// The type of a provider. Other tools' names for one are answered with ours.
final class ProviderTypeName implements Type<ProviderType> {
  private static final Type<ProviderType> KNOWN =
      Types.oneOf(ProviderType.class, ProviderType::configName);

  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("google", "gemini"),
          Map.entry("google_ai_studio", "gemini"),
          Map.entry("claude", "anthropic"),
          Map.entry("azure_openai", "azure"),
          Map.entry("azure-openai", "azure"),
          Map.entry("azureopenai", "azure"),
          Map.entry("aws_bedrock", "bedrock"),
          Map.entry("bedrock_mantle", "bedrock"),
          Map.entry("vertex_ai", "vertex"),
          Map.entry("vertexai", "vertex"),
          Map.entry("vertex-ai", "vertex"),
          Map.entry("hosted_vllm", "vllm"),
          Map.entry("openai_compatible", "compatible"),
          Map.entry("openai-compatible", "compatible"),
          Map.entry("openai_like", "compatible"));

  /// Services whose calls are signed by their clouds' accounts.
  private static final Set<String> NOT_YET = Set.of("bedrock_converse", "sagemaker", "watsonx");

  @Override
  public ProviderType read(String text) throws ConfigProblem {
    String other = OTHER_NAMES.get(text);
    if (other != null) {
      throw new ConfigProblem("must be a type of provider", "did you mean " + other + "?");
    }
    if (NOT_YET.contains(text)) {
      throw new ConfigProblem(
          "must be a type of provider that there is",
          "this one is not there yet; an OpenAI-compatible interface of it that takes a key is"
              + " `type: compatible` with its url");
    }
    return KNOWN.read(text);
  }
}
