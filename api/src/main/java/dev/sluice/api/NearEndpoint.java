package dev.sluice.api;

import dev.sluice.call.text.Printable;
import java.util.List;
import java.util.Optional;

/// The words about a request for an endpoint that does not exist, and about how its client's base
/// URL would be right: OpenAI's clients take the version for a part of it, and Anthropic's and
/// Gemini's add the version themselves.
public final class NearEndpoint {
  /// The longest path that is compared, in characters.
  private static final int LONGEST = 256;

  private static final int SHOWN = 60;
  private static final List<String> VERSIONS = List.of("/v1", "/v1beta", "/v2");

  private NearEndpoint() {}

  /// The message for a request's target, as it stands in the request line; of its query nothing is
  /// shown, which may hold a key.
  public static String message(String target) {
    String path = RequestPath.decode(target).orElse("");
    String asked = "no such endpoint" + (path.isEmpty() ? "" : " as '" + shown(path) + "'");
    return asked + remedy(path).orElse("; there are: " + Endpoints.KNOWN);
  }

  private static String shown(String path) {
    String printable = Printable.line(path, '?');
    int end = printable.offsetByCodePoints(0, Math.min(SHOWN, codePoints(printable)));
    return printable.substring(0, end) + (end < printable.length() ? "..." : "");
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Optional<String> remedy(String path) {
    if (path.length() > LONGEST || !path.startsWith("/")) {
      return Optional.empty();
    }
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      Optional<String> remedy = remedy(path.substring(0, at), path.substring(at));
      if (remedy.isPresent()) {
        return remedy;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> remedy(String before, String rest) {
    if (!before.isEmpty() && Endpoints.at(rest).isPresent()) {
      String base = VERSIONS.contains(before) ? ", http://HOST:PORT" : "";
      return Optional.of(
          ": the path must be %s; leave %s out of the client's base URL%s"
              .formatted(shown(rest), shown(before), base));
    }
    return VERSIONS.stream()
        .filter(version -> isMeant(before, version + rest))
        .findFirst()
        .map(
            version ->
                ": the path must be %s; the client's base URL must be http://HOST:PORT%s"
                    .formatted(shown(version + rest), version));
  }

  /// Whether a path may be what a request means whose path has something else in front. Anthropic's
  /// and Gemini's APIs have files and batches of their own, which are not those of OpenAI's.
  private static boolean isMeant(String before, String path) {
    return Endpoints.at(path).filter(endpoint -> before.isEmpty() || !isKept(endpoint)).isPresent();
  }

  private static boolean isKept(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Files _,
          Endpoint.Uploads _,
          Endpoint.Batches _,
          Endpoint.MessageBatches _,
          Endpoint.GenerateFiles _,
          Endpoint.GenerateBatches _ ->
          true;
      default -> false;
    };
  }
}
