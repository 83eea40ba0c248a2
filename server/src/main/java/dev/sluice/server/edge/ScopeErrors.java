package dev.sluice.server.edge;

import dev.sluice.accounts.terms.ResourceScope;
import dev.sluice.api.ApiError;
import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import java.util.Optional;

/// The words for calls that a key may not make.
final class ScopeErrors {
  private static final int FORBIDDEN = 403;

  /// A model that is none of the key's.
  static final ApiError MODEL =
      error(
          "model_not_allowed",
          Optional.of("model"),
          "this key may not call this model; GET /v1/models lists those that it may");

  private ScopeErrors() {}

  static ApiError operation(Operation operation) {
    return notAllowed(EnumWords.of(operation));
  }

  static ApiError resource(ResourceScope scope) {
    return notAllowed(EnumWords.of(scope));
  }

  static ApiError passThrough(String name) {
    return notAllowed("passthrough:" + name);
  }

  private static ApiError notAllowed(String word) {
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for %1$s: ask the operator of this gateway for one whose `operations` have %1$s"
            .formatted(word));
  }

  private static ApiError error(String code, Optional<String> param, String message) {
    return new ApiError(
        FORBIDDEN, ApiError.PERMISSION, code, param, message, false, Optional.empty());
  }
}
