package dev.sluice.config.file;

import dev.sluice.config.provider.BasePaths;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.yaml.Section;
import java.util.Optional;
import java.util.regex.Pattern;

/// The check for a provider's address that ends in one of its endpoints, which is added to it.
final class EndpointUrl {
  /// The version that a vendor's own interface puts in front of its endpoints.
  private static final Pattern VERSION = Pattern.compile("/v[12](?:alpha|beta)?$");

  private EndpointUrl() {}

  /// Refuses an address whose path ends in an endpoint.
  ///
  /// @param path of the address
  /// @return whether the address was refused
  static boolean refuse(Section in, ProviderConfig.Api api, String path) {
    Optional<String> found = BasePaths.endpoint(path);
    if (found.isEmpty()) {
      return false;
    }
    String end = found.get();
    String remedy =
        in.written("url")
            .map(url -> "write `url: " + base(url, api) + "`")
            .orElse("end it before " + end);
    in.fail("url", "ends in %s, which is added to it: %s".formatted(Quoted.of(end), remedy));
    return true;
  }

  private static String base(String url, ProviderConfig.Api api) {
    String base = BasePaths.withoutEndpoint(url);
    return switch (api) {
      case OPENAI, CHAT, RESPONSES -> base;
      case MESSAGES, GEMINI, COHERE -> VERSION.matcher(base).replaceFirst("");
    };
  }
}
