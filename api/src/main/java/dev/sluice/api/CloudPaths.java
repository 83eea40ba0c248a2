package dev.sluice.api;

import dev.sluice.call.request.Operation;
import dev.sluice.provider.GeminiPath;
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
      Pattern.compile(
          "/openai/deployments/([^/].*?)/(chat/completions|completions|embeddings"
              + "|images/generations|images/edits"
              + "|audio/speech|audio/transcriptions|audio/translations)");

  /// Clients with a key alone name no project.
  private static final Pattern VERTEX =
      Pattern.compile(
          "/v1(?:beta1)?(?:/projects/[^/]+/locations/[^/]+)?/publishers/(google|anthropic)/models"
              + "/(.+):([A-Za-z]+)");

  /// The name that stands in place of a model's where the tokens of a conversation are counted.
  private static final String COUNT = "count-tokens";

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
    if (!model.matches()) {
      return Optional.empty();
    }
    return model.group(1).equals("google")
        ? ofGoogle(model.group(2), model.group(3))
        : ofAnthropic(model.group(2), model.group(3));
  }

  private static Optional<Endpoint> ofGoogle(String model, String verb) {
    boolean vectors = verb.equals("predict") && !GeminiPath.isImagen(model);
    return vectors
        ? Optional.of(new Endpoint.Calling(Operation.PREDICT, model, false))
        : Endpoints.verb(model + ":" + verb);
  }

  /// The body of a count has the model, as everywhere in Anthropic's dialect.
  private static Optional<Endpoint> ofAnthropic(String model, String verb) {
    boolean streamed = verb.equals("streamRawPredict");
    if (!streamed && !verb.equals("rawPredict")) {
      return Optional.empty();
    }
    return Optional.of(
        model.equals(COUNT)
            ? new Endpoint.Calling(Operation.COUNT_TOKENS)
            : new Endpoint.Calling(Operation.MESSAGES, model, streamed));
  }

  private static Operation atDeployment(String path) {
    return switch (path) {
      case "completions" -> Operation.COMPLETIONS;
      case "embeddings" -> Operation.EMBEDDINGS;
      case "images/generations" -> Operation.IMAGES;
      case "images/edits" -> Operation.IMAGE_EDITS;
      case "audio/speech" -> Operation.SPEECH;
      case "audio/transcriptions" -> Operation.TRANSCRIPTIONS;
      case "audio/translations" -> Operation.TRANSLATIONS;
      default -> Operation.CHAT;
    };
  }

  /// The path of OpenAI's API that a path of Azure's v1 API means; the path itself where it is
  /// another one.
  static String plain(String path) {
    return path.startsWith(AZURE_V1) ? path.substring("/openai".length()) : path;
  }
}
