package dev.sluice.config.file;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The check of the names by which models are asked at Google Vertex AI, where each publisher's
/// models have an interface of their own. What it finds is worth a note; Google adds models at any
/// time.
final class VertexModels {
  /// A model of Anthropic's by the name that it has at Anthropic.
  private static final Pattern DATED = Pattern.compile("(claude-.*)-(20\\d{6})");

  private static final String GOOGLE = "google/";

  private VertexModels() {}

  /// Notes about the targets of routes, to be read after `routes`.
  static List<String> notes(List<ProviderConfig> providers, List<RouteConfig> routes) {
    return routes.stream()
        .flatMap(route -> route.targets().stream())
        .distinct()
        .flatMap(
            target ->
                providers.stream()
                    .filter(provider -> provider.type() == ProviderType.VERTEX)
                    .filter(provider -> provider.name().equals(target.provider()))
                    .flatMap(provider -> note(provider, target).stream()))
        .toList();
  }

  private static Optional<String> note(ProviderConfig provider, TargetConfig target) {
    return target
        .model()
        .flatMap(model -> problem(model, provider.api()))
        .map(what -> "have the target " + provider.name() + "/" + target.model().get() + what);
  }

  /// What is wrong with a model's name where models are asked by `api`.
  static Optional<String> problem(String model, Api api) {
    boolean claude = model.startsWith("claude");
    return switch (api) {
      case MESSAGES -> claude ? dated(model) : ofOther(model);
      case GEMINI -> claude ? Optional.of(whose("Claude", "messages")) : publisher(model);
      default ->
          model.indexOf('/') < 0
              ? Optional.of(", whose publisher is missing: write PUBLISHER/" + model)
              : Optional.empty();
    };
  }

  private static Optional<String> ofOther(String model) {
    boolean gemini = model.startsWith("gemini") || model.startsWith(GOOGLE);
    return Optional.of(gemini ? whose("Gemini", "gemini") : whose("an open model", "openai"));
  }

  private static Optional<String> publisher(String model) {
    if (model.startsWith("projects/")) {
      return Optional.of(
          ", which is an endpoint of a project: only models of publishers are asked");
    }
    return model.indexOf('/') < 0 || model.startsWith(GOOGLE)
        ? Optional.empty()
        : Optional.of(whose("an open model", "openai") + " for chats; here it makes embeddings");
  }

  private static String whose(String what, String api) {
    return ", which is %s: it needs a provider with `api: %s`".formatted(what, api);
  }

  private static Optional<String> dated(String model) {
    Matcher dated = DATED.matcher(model);
    return dated.matches()
        ? Optional.of(
            ", which Vertex AI has by another name: write `%s@%s`"
                .formatted(dated.group(1), dated.group(2)))
        : Optional.empty();
  }
}
