package dev.sluice.config;

import dev.sluice.call.text.EnumWords;
import dev.sluice.config.provider.BasePaths;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The check of one provider: its interface, its URL and its keys.
final class ProviderCheck {
  private static final int LONGEST_KEY = 4096;

  private ProviderCheck() {}

  /// What is wrong with a provider, each to be read after its name.
  static List<String> problems(ProviderConfig provider) {
    List<String> problems = new ArrayList<>();
    if (!Api.offered(provider.type()).contains(provider.api())) {
      problems.add(
          "cannot be asked by the interface %s: use %s, for the type %s"
              .formatted(
                  EnumWords.of(provider.api()),
                  Api.offered(provider.type()).stream()
                      .map(EnumWords::of)
                      .collect(Collectors.joining(" or ")),
                  provider.type().configName()));
    }
    Optional<Origin> origin = origin(provider);
    if (origin.isEmpty()) {
      problems.add("has a url that cannot be used: it must be like https://host/path");
    }
    origin.flatMap(known -> address(provider, known)).ifPresent(problems::add);
    if (provider.auth().isPresent() && !provider.keys().isEmpty()) {
      problems.add("has a key and another way to be authorised: leave one of them out");
    }
    origin.flatMap(_ -> missingKey(provider)).ifPresent(problems::add);
    provider.keys().stream()
        .flatMap(key -> wrong(key).stream())
        .findFirst()
        .ifPresent(problems::add);
    return problems;
  }

  private static Optional<Origin> origin(ProviderConfig provider) {
    try {
      return Optional.of(BaseUrl.of(provider).origin());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> address(ProviderConfig provider, Origin origin) {
    if (!provider.allowPrivate() && Origin.isInside(origin.host())) {
      return Optional.of(
          "has a url that leads into one's own network: allow private addresses if it is meant to");
    }
    if (origin.isLoopback() && provider.way().proxy().isPresent()) {
      return Optional.of(
          "has a url of this machine, and a proxy, which would take it for its own: leave out the"
              + " proxy");
    }
    String path = Optional.ofNullable(provider.url().getRawPath()).orElse("");
    return BasePaths.endpoint(path)
        .map(end -> "ends in '" + end + "', which is added to it: leave that out")
        .or(() -> doubled(provider, path))
        .map(what -> "has a url that " + what);
  }

  /// The address of Vertex AI has the version, which is its own there.
  private static Optional<String> doubled(ProviderConfig provider, String path) {
    return provider.type() == ProviderType.VERTEX
        ? Optional.empty()
        : BasePaths.doubled(provider.api(), path);
  }

  /// Another server that stands in for a vendor's, such as a simulated one, may need no key.
  private static Optional<String> missingKey(ProviderConfig provider) {
    Preset preset = Preset.of(provider);
    return provider.keys().isEmpty()
            && provider.auth().isEmpty()
            && preset.keyRequired()
            && Preset.ownHost(provider)
        ? Optional.of(
            "has no key: add `key(Secret.ofVariable(\"%s\"))`"
                .formatted(preset.keyVariable().orElse("NAME")))
        : Optional.empty();
  }

  private static Optional<String> wrong(Secret key) {
    String text = key.reveal();
    if (text.startsWith("${")) {
      return Optional.of(
          "has a key that is a reference, which is filled in in files alone: use"
              + " `Secret.ofVariable(NAME)`");
    }
    boolean fit = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return text.isEmpty() || text.length() > LONGEST_KEY || !fit
        ? Optional.of(
            "has a key that cannot be sent: it must be 1 to 4096 visible ASCII characters without"
                + " blanks")
        : Optional.empty();
  }
}
