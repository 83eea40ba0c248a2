package dev.sluice.server.config.reader;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Credential;
import dev.sluice.server.config.value.ProviderUrl;
import dev.sluice.server.config.value.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway that the environment alone configures: every known variable with a key becomes a
/// provider, named after its type.
///
/// @param found in the order of [ProviderType]
/// @param leftOut which variables could not be used, and why; a sentence each
public record Environment(List<Found> found, List<String> leftOut) {
  public Environment {
    found = List.copyOf(found);
    leftOut = List.copyOf(leftOut);
  }

  /// A provider that the environment names.
  ///
  /// @param provider the provider
  /// @param variable where its key comes from
  public record Found(ProviderConfig provider, String variable) {}

  /// Looks for known variables in `env`; an empty one counts as absent.
  public static Environment of(Map<String, String> env) {
    List<Found> found = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (ProviderType type : ProviderType.values()) {
      Preset preset = Preset.of(type);
      preset
          .keyVariable()
          .filter(variable -> !env.getOrDefault(variable, "").isEmpty())
          .ifPresent(
              variable -> {
                try {
                  found.add(new Found(provider(type, preset, variable, env), variable));
                } catch (ConfigProblem e) {
                  leftOut.add(variable + " is left out: " + e.getMessage() + e.remedy(""));
                }
              });
    }
    return new Environment(found, leftOut);
  }

  /// The names of all variables that are looked for.
  public static List<String> variables() {
    return Arrays.stream(ProviderType.values())
        .flatMap(type -> Preset.of(type).keyVariable().stream())
        .toList();
  }

  /// Makes the configuration of a gateway that finds its routes by itself.
  public SluiceConfig config() {
    List<ProviderConfig> providers = found.stream().map(Found::provider).toList();
    GatewayConfig gateway = new GatewayConfig(providers, List.of(), true);
    return new SluiceConfig(ServerConfig.defaults(), AdminConfig.defaults(), gateway);
  }

  private static ProviderConfig provider(
      ProviderType type, Preset preset, String variable, Map<String, String> env)
      throws ConfigProblem {
    Secret key = read("its value", new Credential(), env.getOrDefault(variable, ""));
    Optional<URI> url = preset.url();
    if (url.isEmpty()) {
      String name = preset.urlVariable().orElse("");
      url = Optional.of(read(name, new ProviderUrl(), env.getOrDefault(name, "")));
    }
    return new ProviderConfig(
        type.configName(), type, url.get(), List.of(key), preset.allowPrivate());
  }

  private static <T> T read(String name, Type<T> type, String text) throws ConfigProblem {
    try {
      return type.read(text);
    } catch (ConfigProblem e) {
      throw new ConfigProblem(name + " " + e.getMessage());
    }
  }
}
