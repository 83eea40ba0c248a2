package dev.sluice.api;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of what the gateway keeps itself: `/v1/files`, `/v1/uploads`, `/v1/batches`,
/// `/v1/messages/batches`, and what is below.
final class ResourcePaths {
  private static final List<String> NONE = List.of();
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/(?<kind>files|uploads|batches|messages/batches)(?:/(?<id>[A-Za-z0-9_-]{1,128})(?<rest>/[a-z]+)?)?");

  private static final Pattern GEMINI =
      Pattern.compile(
          "(?<download>/download)?/v1(?:beta)?/(?<kind>files|batches)"
              + "(?:/(?<id>[A-Za-z0-9_-]{1,128})(?<rest>:[a-z]+)?)?");
  private static final List<String> UPLOAD = List.of("/upload/v1beta/files", "/upload/v1/files");

  private ResourcePaths() {}

  /// Finds the endpoint at a path.
  ///
  /// @param path decoded
  static Optional<Endpoint> at(String path) {
    Matcher found = PATH.matcher(path);
    return (found.matches()
            ? Optional.of(
                kind(found.group("kind")).apply(or(found.group("id")), or(found.group("rest"))))
            : ofGemini(path))
        .filter(endpoint -> !endpoint.methods().isEmpty());
  }

  private static Optional<Endpoint> ofGemini(String path) {
    Matcher found = GEMINI.matcher(path);
    if (UPLOAD.contains(path)) {
      return Optional.of(new Endpoint.GenerateFiles("", Endpoint.GenerateFiles.UPLOAD));
    }
    if (!found.matches()) {
      return Optional.empty();
    }
    String id = or(found.group("id"));
    String verb = or(found.group("rest"));
    boolean other = found.group("download") != null && !verb.equals(":download");
    return other
        ? Optional.empty()
        : Optional.of(
            found.group("kind").equals("files")
                ? new Endpoint.GenerateFiles(id, verb)
                : new Endpoint.GenerateBatches("", id, verb));
  }

  private static BiFunction<String, String, Endpoint> kind(String word) {
    return switch (word) {
      case "files" -> Endpoint.Files::new;
      case "uploads" -> Endpoint.Uploads::new;
      case "messages/batches" -> Endpoint.MessageBatches::new;
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

  static List<String> ofMessageBatches(String id, String path) {
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("GET", "POST") : List.of("GET", "DELETE");
      case "/results" -> List.of("GET");
      case "/cancel" -> List.of("POST");
      default -> NONE;
    };
  }

  static List<String> ofGenerateBatches(String model, String id, String path) {
    if (!model.isEmpty()) {
      return List.of("POST");
    }
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("GET") : List.of("GET", "DELETE");
      case ":cancel" -> List.of("POST");
      default -> NONE;
    };
  }

  static List<String> ofGenerateFiles(String id, String path) {
    return switch (path) {
      case "" -> id.isEmpty() ? List.of("GET") : List.of("GET", "DELETE");
      case Endpoint.GenerateFiles.UPLOAD -> id.isEmpty() ? List.of("POST") : NONE;
      case ":download" -> List.of("GET");
      default -> NONE;
    };
  }
}
