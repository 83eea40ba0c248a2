package dev.sluice.provider;

import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig.Api;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of Google Vertex AI, where the publisher of a model, its name and what it is asked for
/// stand in the path. Pure functions.
///
/// https://cloud.google.com/vertex-ai/docs/reference/rest
final class VertexPath {
  private static final String GOOGLE = "/publishers/google/models/";
  private static final String ANTHROPIC = "/publishers/anthropic/models/";

  private static final Pattern OF_OTHERS = Pattern.compile("([a-z][a-z0-9-]*)/([^/]+)");

  /// What stands behind a version in a configured path.
  private static final Pattern VERSION = Pattern.compile("/v1(?:beta1)?(?:/projects/.*)?$");

  private VertexPath() {}

  /// Returns the path and query of a call.
  ///
  /// @param base the path of the provider's URL, with project and location
  /// @param streamed whether the call asks for a stream, in events
  static String of(String base, Operation operation, String model, boolean streamed) {
    return base
        + switch (operation) {
          case MESSAGES ->
              ANTHROPIC
                  + GeminiPath.encoded(model)
                  + (streamed ? ":streamRawPredict" : ":rawPredict");
          case COUNT_TOKENS -> ANTHROPIC + "count-tokens:rawPredict";
          case CHAT -> "/endpoints/openapi/chat/completions";
          default -> named(model) + ":" + GeminiPath.verb(operation, streamed);
        };
  }

  /// The path of a model, which is Google's where its name does not say whose it is.
  private static String named(String model) {
    Matcher of = OF_OTHERS.matcher(model);
    return of.matches()
        ? "/publishers/" + of.group(1) + "/models/" + GeminiPath.encoded(of.group(2))
        : GOOGLE + GeminiPath.encoded(model);
  }

  /// Returns the path and query of the list of a publisher's models, which belongs to no project,
  /// and which one version of the API alone has.
  static String models(String base, Api api) {
    String publisher =
        switch (api) {
          case GEMINI -> "google";
          case MESSAGES -> "anthropic";
          default -> "*";
        };
    return VERSION.matcher(base).replaceFirst("")
        + "/v1beta1/publishers/%s/models?pageSize=300".formatted(publisher);
  }
}
