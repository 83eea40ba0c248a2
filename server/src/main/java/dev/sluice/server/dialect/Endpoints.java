package dev.sluice.server.dialect;

import dev.sluice.call.request.Operation;
import java.util.Map;
import java.util.Optional;

/// The endpoints that there are. Paths are matched whole and exactly, after decoding, so that no
/// spelling of a path reaches something that another spelling does not.
public final class Endpoints {
  /// All of them, for people.
  public static final String KNOWN =
      "POST /v1/chat/completions, /v1/completions, /v1/embeddings, /v1/moderations, /v1/responses,"
          + " /v1/messages, /v1/messages/count_tokens; GET /v1/models, /v1/models/{id}";

  /// OpenAI serves it over WebSockets alone.
  private static final String REALTIME = "/v1/realtime";

  private static final String MODEL = "/v1/models/";
  private static final Map<String, Endpoint> FIXED =
      Map.of(
          "/v1/messages", new Endpoint.Calling(Operation.MESSAGES),
          "/v1/messages/count_tokens", new Endpoint.Calling(Operation.COUNT_TOKENS),
          "/v1/chat/completions", new Endpoint.Calling(Operation.CHAT),
          "/v1/completions", new Endpoint.Calling(Operation.COMPLETIONS),
          "/v1/embeddings", new Endpoint.Calling(Operation.EMBEDDINGS),
          "/v1/moderations", new Endpoint.Calling(Operation.MODERATIONS),
          "/v1/responses", new Endpoint.Calling(Operation.RESPONSES),
          "/v1/models", new Endpoint.Models());

  private Endpoints() {}

  /// The endpoint for a request's target as it stands in the request line; its query is ignored.
  public static Optional<Endpoint> at(String target) {
    return RequestPath.decode(target).flatMap(Endpoints::exactly);
  }

  /// Whether clients of OpenAI's API open WebSockets at a request's target: at its realtime
  /// endpoint, and at those that there are here.
  public static boolean offersWebSockets(String target) {
    return RequestPath.decode(target)
        .filter(path -> path.equals(REALTIME) || exactly(path).isPresent())
        .isPresent();
  }

  private static Optional<Endpoint> exactly(String path) {
    Endpoint fixed = FIXED.get(path);
    if (fixed != null) {
      return Optional.of(fixed);
    }
    return path.startsWith(MODEL) && path.length() > MODEL.length()
        ? Optional.of(new Endpoint.Model(path.substring(MODEL.length())))
        : Optional.empty();
  }
}
