package dev.sluice.api;

import dev.sluice.call.request.Operation;
import java.util.List;

/// The endpoint that a path leads to; see [Endpoints].
public sealed interface Endpoint {

  /// A call to a model, by `POST`.
  ///
  /// @param model as the path names it; empty where the body does
  /// @param stream whether the path asks for a stream
  record Calling(Operation operation, String model, boolean stream) implements Endpoint {
    /// Makes an endpoint whose requests say model and stream in the body.
    public Calling(Operation operation) {
      this(operation, "", false);
    }
  }

  /// The list of models, by `GET`.
  record Models() implements Endpoint {}

  /// One model, by `GET`; its name may have slashes in it.
  record Model(String id) implements Endpoint {
    /// Whether its name ends in what may be a verb of Gemini's dialect, which nobody knows: a
    /// `POST` to it is no question for a model.
    public boolean mayHaveVerb() {
      return id.indexOf(':') >= 0;
    }
  }

  /// A request about a response that its provider holds.
  ///
  /// @param id the response's name
  /// @param path what stands behind it, with a slash in front; or empty
  /// @param query as it was sent, without its question mark; or empty
  record Stored(String id, String path, String query) implements Endpoint {}

  /// The HTTP methods that the endpoint answers to.
  default List<String> methods() {
    return switch (this) {
      case Calling _ -> List.of("POST");
      case Models _, Model _ -> List.of("GET");
      case Stored stored -> StoredPaths.METHODS.getOrDefault(stored.path(), List.of());
    };
  }
}
