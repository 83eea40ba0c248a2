package dev.sluice.config.file;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The check of the names by which models are asked at Amazon Bedrock: ids, inference profiles and
/// ARNs belong to regions. What it finds is worth a note; AWS adds models and profiles at any time.
final class BedrockModels {
  private static final Pattern REGION = Pattern.compile("\\.([a-z]{2,}(?:-[a-z]+)+-\\d)\\.");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:(?:bedrock|sagemaker):([a-z0-9-]*):\\d*:.+");

  /// An id of a model with the prefix of an inference profile in front of its publisher.
  private static final Pattern PROFILE =
      Pattern.compile(
          "([a-z-]{2,7})\\.(?:amazon|anthropic|ai21|cohere|deepseek|google|luma|meta|minimax|mistral"
              + "|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\\..+");

  /// GPT models, which the runtime endpoint knows by inference profiles alone.
  private static final Pattern BARE_GPT = Pattern.compile("openai\\.gpt-\\d.*");

  /// The regions from which a profile may be asked, by its prefix.
  private static final Map<String, Pattern> FROM =
      Map.of(
          "us", Pattern.compile("us-(?!gov).*|ca-.*"),
          "eu", Pattern.compile("eu-.*"),
          "apac", Pattern.compile("ap-.*"),
          "jp", Pattern.compile("ap-northeast-.*"),
          "au", Pattern.compile("ap-southeast-.*"),
          "ca", Pattern.compile("ca-.*"),
          "us-gov", Pattern.compile("us-gov-.*"));

  private BedrockModels() {}

  /// Notes about the targets of routes, to be read after `routes`.
  static List<String> notes(List<ProviderConfig> providers, List<RouteConfig> routes) {
    return routes.stream()
        .flatMap(route -> route.targets().stream())
        .distinct()
        .flatMap(
            target ->
                providers.stream()
                    .filter(provider -> provider.name().equals(target.provider()))
                    .flatMap(provider -> note(provider, target).stream()))
        .toList();
  }

  private static Optional<String> note(ProviderConfig provider, TargetConfig target) {
    if (provider.type() != ProviderType.BEDROCK || target.model().isEmpty()) {
      return Optional.empty();
    }
    String host = String.valueOf(provider.url().getHost());
    Matcher region = REGION.matcher(host);
    return problem(target.model().get(), host, region.find() ? region.group(1) : "")
        .map(what -> "have the target " + provider.name() + "/" + target.model().get() + what);
  }

  /// @param region of the provider; empty where its host does not say
  static Optional<String> problem(String model, String host, String region) {
    Matcher arn = ARN.matcher(model);
    if (arn.matches()) {
      boolean other = !region.isEmpty() && !arn.group(1).isEmpty() && !arn.group(1).equals(region);
      return other ? Optional.of(elsewhere(arn.group(1), region)) : Optional.empty();
    }
    Matcher profile = PROFILE.matcher(model);
    if (profile.matches()) {
      Pattern from = FROM.get(profile.group(1));
      boolean other = from != null && !region.isEmpty() && !from.matcher(region).matches();
      return other ? Optional.of(elsewhere(profile.group(1), region)) : Optional.empty();
    }
    return host.startsWith("bedrock-runtime") && BARE_GPT.matcher(model).matches()
        ? Optional.of(
            ", which this endpoint knows by an inference profile alone: write `us." + model + "`")
        : Optional.empty();
  }

  private static String elsewhere(String of, String region) {
    return ", which is of %s, at a provider in %s: Bedrock does not know it there"
        .formatted(of, region);
  }
}
