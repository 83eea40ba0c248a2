package dev.sluice.config.provider;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a provider's base URL must not end in, since it is added to it. Pure functions.
public final class BasePaths {
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "/(?:chat/completions|completions|embeddings|moderations|responses|embed"
              + "|messages(?:/count_tokens)?|models/[^/]+:[A-Za-z]+)/?$");

  /// The paths that may follow Gemini's host in other clients' settings.
  private static final Pattern GEMINI = Pattern.compile("/v1(alpha|beta)?(/openai)?/?$|/openai/?$");

  private static final Pattern COHERE = Pattern.compile("/(v[12]|compatibility/v1)/?$");

  private BasePaths() {}

  /// The endpoint that a path ends in; empty for none.
  public static Optional<String> endpoint(String path) {
    Matcher endpoint = ENDPOINT.matcher(path);
    return endpoint.find()
        ? Optional.of(endpoint.group().replaceFirst("/$", ""))
        : Optional.empty();
  }

  /// The URL without the endpoint that it ends in.
  public static String withoutEndpoint(String url) {
    return ENDPOINT.matcher(url).replaceFirst("");
  }

  /// Words about a path that ends in what its vendor's own interface adds to it; empty for others.
  public static Optional<String> doubled(ProviderConfig.Api api, String path) {
    boolean found =
        switch (api) {
          case MESSAGES -> path.endsWith("/v1");
          case GEMINI -> GEMINI.matcher(path).find();
          case COHERE -> COHERE.matcher(path).find();
          case OPENAI, CHAT, RESPONSES -> false;
        };
    String words =
        switch (api) {
          case MESSAGES -> "ends in /v1, and /v1/messages is added to it: leave /v1 out";
          case GEMINI ->
              "ends in a version or /openai, and /v1beta/models is added to it: leave it out";
          default -> "ends in a version, and /v2/embed is added to it: leave it out";
        };
    return found ? Optional.of(words) : Optional.empty();
  }
}
