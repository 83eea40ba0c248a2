package dev.sluice.api;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of what the gateway keeps itself: `/v1/files`, `/v1/uploads`, `/v1/batches`, and what
/// is below.
final class ResourcePaths {
  private static final List<String> NONE = List.of();
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/(?<kind>files|uploads|batches)(?:/(?<id>[A-Za-z0-9_-]{1,128})(?<rest>/[a-z]+)?)?");

  private ResourcePaths() {}

  /// Finds the endpoint at a path.
  ///
  /// @param path decoded
  static Optional<Endpoint> at(String path) {
    Matcher found = PATH.matcher(path);
    return found.matches()
        ? Optional.of(
                kind(found.group("kind")).apply(or(found.group("id")), or(found.group("rest"))))
            .filter(endpoint -> !endpoint.methods().isEmpty())
        : Optional.empty();
  }

  private static BiFunction<String, String, Endpoint> kind(String word) {
    return switch (word) {
      case "files" -> Endpoint.Files::new;
      case "uploads" -> Endpoint.Uploads::new;
      default -> Endpoint.Batches::new;
    };
  }

  @SuppressWarnings("NullAway") // Groups that have matched nothing.
  private static String or(String group) {
    return group == null ? "" : group;
  }

  static List<String> ofFiles(String id, String path) {
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("GET", "POST") : List.of("GET", "DELETE");
      case "/content" -> List.of("GET");
      default -> NONE;
    };
  }

  static List<String> ofUploads(String id, String path) {
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("POST") : NONE;
      case "/parts", "/complete", "/cancel" -> List.of("POST");
      default -> NONE;
    };
  }

  static List<String> ofBatches(String id, String path) {
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("GET", "POST") : List.of("GET");
      case "/cancel" -> List.of("POST");
      default -> NONE;
    };
  }
}
