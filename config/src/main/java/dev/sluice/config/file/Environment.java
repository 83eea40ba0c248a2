package dev.sluice.config.file;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.BasePaths;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway that the environment alone configures: every known variable with a key becomes a
/// provider, named after its type, at the address that its other variable says.
///
/// @param found in the order of [ProviderType]
/// @param leftOut which variables could not be used, and why; a sentence each
public record Environment(List<Found> found, List<String> leftOut) {
  /// The variable that allows addresses in the gateway's own network.
  public static final String ALLOW_PRIVATE = "SLUICE_ALLOW_PRIVATE";

  public Environment {
    found = List.copyOf(found);
    leftOut = List.copyOf(leftOut);
  }

  /// A provider that the environment names.
  ///
  /// @param provider the provider
  /// @param variable where its key comes from
  /// @param urlVariable where its address comes from; empty for its vendor's own
  public record Found(ProviderConfig provider, String variable, Optional<String> urlVariable) {}

  /// Looks for known variables in `env`; an empty one counts as absent.
  public static Environment of(Map<String, String> env) {
    return new Reader(env).read();
  }

  /// The names of all variables with a key that are looked for.
  public static List<String> variables() {
    return Arrays.stream(ProviderType.values())
        .flatMap(type -> Preset.of(type).keyVariable().stream())
        .toList();
  }

  /// Makes the configuration of a gateway that finds its routes by itself.
  public GatewayConfig config() {
    return new GatewayConfig(found.stream().map(Found::provider).toList(), List.of(), true);
  }

  /// Reads the variables of one environment, once.
  private static final class Reader {
    /// Groq's own clients add it to what the variable says.
    private static final String GROQ_PATH = "/openai/v1";

    private final Map<String, String> env;
    private final List<Found> found = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Reader(Map<String, String> env) {
      this.env = env;
    }

    Environment read() {
      boolean inside = allowsPrivate();
      for (ProviderType type : ProviderType.values()) {
        Preset.of(type).keyVariable().ifPresent(key -> read(type, key, inside));
      }
      return new Environment(found, leftOut);
    }

    private void read(ProviderType type, String key, boolean inside) {
      Optional<String> url = Preset.of(type).urlVariable().filter(name -> !text(name).isEmpty());
      if (text(key).isEmpty()) {
        url.ifPresent(
            name ->
                leftOut.add(
                    "%s is left out: %s is not set, and a provider is asked with its key"
                        .formatted(name, key)));
        return;
      }
      try {
        found.add(new Found(provider(type, key, url, inside), key, url));
      } catch (ConfigProblem e) {
        leftOut.add(key + " is left out: " + e.getMessage() + e.remedy(""));
      }
    }

    private ProviderConfig provider(
        ProviderType type, String keyName, Optional<String> urlName, boolean inside)
        throws ConfigProblem {
      Secret key = read("its value", new Credential(), text(keyName));
      Preset preset = Preset.of(type);
      Optional<URI> usual = preset.url().or(() -> regional(type));
      URI url =
          urlName.isPresent() || usual.isEmpty()
              ? address(type, urlName.or(preset::urlVariable).orElse(""), inside)
              : usual.get();
      boolean allowed = preset.allowPrivate() || (urlName.isPresent() && inside);
      var provider = new ProviderConfig(type.configName(), type, url, List.of(key), allowed);
      Origin origin = BaseUrl.of(provider).origin();
      return provider.through(new WayOut(new ProxyVariables(env).proxy(origin), Optional.empty()));
    }

    /// Most such variables are those of the vendors' own clients, and mean to a gateway that is
    /// started with them what they mean to those.
    private URI address(ProviderType type, String name, boolean inside) throws ConfigProblem {
      URI url = read(name, new ProviderUrl(), text(name));
      if (!inside && ProviderUrl.isInside(url)) {
        throw new ConfigProblem(
            name + " leads into the gateway's own network",
            "unset it, or set " + ALLOW_PRIVATE + "=1 if it is meant to");
      }
      String path = url.getRawPath();
      Optional<String> fault =
          BasePaths.endpoint(path)
              .map(end -> "ends in '" + end + "', which is added to it: leave that out")
              .or(() -> BasePaths.doubled(ProviderConfig.Api.of(type), path));
      if (fault.isPresent()) {
        throw new ConfigProblem(name + " " + fault.get());
      }
      return type == ProviderType.GROQ && path.isEmpty() ? url.resolve(GROQ_PATH) : url;
    }

    /// The address of a provider that has one in each region.
    private Optional<URI> regional(ProviderType type) {
      String region = text(text("AWS_REGION").isEmpty() ? "AWS_DEFAULT_REGION" : "AWS_REGION");
      return type == ProviderType.BEDROCK
          ? BedrockAddress.of(region, ProviderConfig.Api.of(type), false)
          : Optional.empty();
    }

    private boolean allowsPrivate() {
      String said = text(ALLOW_PRIVATE);
      return switch (said) {
        case "1", "true" -> true;
        case "", "0", "false" -> false;
        default -> {
          leftOut.add(ALLOW_PRIVATE + " is left out: it must be 1 or 0");
          yield false;
        }
      };
    }

    private String text(String name) {
      return env.getOrDefault(name, "");
    }

    private static <T> T read(String name, Type<T> type, String text) throws ConfigProblem {
      try {
        return type.read(text);
      } catch (ConfigProblem e) {
        throw new ConfigProblem(name + " " + e.getMessage());
      }
    }
  }
}
