package dev.sluice.server.dialect;

import dev.sluice.call.request.Operation;

/// The endpoint that a path leads to; see [Endpoints].
public sealed interface Endpoint {

  /// A call to a model, by `POST`.
  record Calling(Operation operation) implements Endpoint {}

  /// The list of models, by `GET`.
  record Models() implements Endpoint {}

  /// One model, by `GET`; its name may have slashes in it.
  record Model(String id) implements Endpoint {}

  /// The method that it answers to.
  default String method() {
    return this instanceof Calling ? "POST" : "GET";
  }
}
