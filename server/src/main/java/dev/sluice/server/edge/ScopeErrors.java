package dev.sluice.server.edge;

import dev.sluice.accounts.terms.Kept;
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
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for " + EnumWords.of(operation));
  }

  static ApiError kept(Kept kept) {
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for " + EnumWords.of(kept));
  }

  static ApiError passThrough(String name) {
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for passthrough:" + name);
  }

  private static ApiError error(String code, Optional<String> param, String message) {
    return new ApiError(
        FORBIDDEN, ApiError.PERMISSION, code, param, message, false, Optional.empty());
  }
}
