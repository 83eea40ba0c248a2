package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.ApiError;
import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import java.util.List;
import java.util.Optional;

/// The words for calls that a key may not make.
final class ScopeErrors {
  private static final String TYPE = "permission_error";
  private static final int FORBIDDEN = 403;

  private ScopeErrors() {}

  static ApiError operation(Operation operation) {
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for " + EnumWords.of(operation));
  }

  static ApiError passThrough(String name) {
    return error(
        "operation_not_allowed",
        Optional.empty(),
        "this key may not be used for passthrough:" + name);
  }

  /// The fault of a call for a model; empty where the key may make it.
  ///
  /// @param routes the routes that may answer for the model, of which conditions choose one; the
  ///   call ends there where the key may not use that one
  public static Optional<ApiError> fault(KeyScope scope, String model, List<String> routes) {
    boolean allowed =
        scope.allowsModel(model)
            && (scope.routes().isEmpty() || routes.stream().anyMatch(scope::allowsRoute));
    return allowed
        ? Optional.empty()
        : Optional.of(
            error(
                "model_not_allowed",
                Optional.of("model"),
                "this key may not call this model; GET /v1/models lists those that it may"));
  }

  private static ApiError error(String code, Optional<String> param, String message) {
    return new ApiError(FORBIDDEN, TYPE, code, param, message, false, Optional.empty());
  }
}
