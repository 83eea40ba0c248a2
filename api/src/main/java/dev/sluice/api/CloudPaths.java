package dev.sluice.api;

import dev.sluice.call.request.Operation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths at which clients of Azure OpenAI and of Vertex AI ask, so that they need another base
/// URL and nothing else. A deployment's name, and a publisher's model, is the model that is asked
/// for; project, location and version of the API mean nothing here.
final class CloudPaths {
  /// The path of Azure's v1 API, which is OpenAI's from there on.
  private static final String AZURE_V1 = "/openai/v1/";

  private static final String RESPONSES = "/openai/responses";

  /// A deployment's name may have slashes, as a model's may.
  private static final Pattern DEPLOYMENT =
      Pattern.compile("/openai/deployments/([^/].*?)/(chat/completions|completions|embeddings)");

  private static final Pattern VERTEX =
      Pattern.compile(
          "/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/publishers/google/models/(.+:[A-Za-z]+)");

  private CloudPaths() {}

  /// What stands at a path, before the version of the API of OpenAI is known.
  ///
  /// @param path decoded, without its query
  static Optional<Endpoint> at(String path) {
    if (path.equals(RESPONSES)) {
      return Optional.of(new Endpoint.Calling(Operation.RESPONSES));
    }
    Matcher deployment = DEPLOYMENT.matcher(path);
    if (deployment.matches()) {
      Operation operation = atDeployment(deployment.group(2));
      return Optional.of(new Endpoint.Calling(operation, deployment.group(1), false));
    }
    Matcher model = VERTEX.matcher(path);
    return model.matches() ? Endpoints.verb(model.group(1)) : Optional.empty();
  }

  private static Operation atDeployment(String path) {
    return switch (path) {
      case "completions" -> Operation.COMPLETIONS;
      case "embeddings" -> Operation.EMBEDDINGS;
      default -> Operation.CHAT;
    };
  }

  /// The path of OpenAI's API that a path of Azure's v1 API means; the path itself where it is
  /// another one.
  static String plain(String path) {
    return path.startsWith(AZURE_V1) ? path.substring("/openai".length()) : path;
  }
}
