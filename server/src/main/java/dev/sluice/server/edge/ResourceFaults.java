package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import java.util.Optional;

/// The errors that requests have in common which the gateway answers itself. Pure functions.
public final class ResourceFaults {
  private ResourceFaults() {}

  /// The error of a member of a request that makes no sense.
  ///
  /// @param what what is wrong with it, behind its name
  public static ResourceFault invalid(String member, String what) {
    return fault(400, "invalid_value", member, "`%s` %s".formatted(member, what));
  }

  /// The error of a member that a request lacks.
  public static ResourceFault missing(String member, String remedy) {
    return fault(
        400, "missing_required_parameter", member, "`%s` is missing: %s".formatted(member, remedy));
  }

  /// The error of a name that is nobody's, or another team's.
  ///
  /// @param what what has names of this kind
  public static ResourceFault unknown(String what, String id, String remedy) {
    return fault(404, "not_found", "id", "there is no %s '%s': %s".formatted(what, id, remedy));
  }

  /// The error while the store cannot be used.
  public static ResourceFault unavailable(String message) {
    return new ResourceFault(
        new ApiError(
            503,
            "overloaded_error",
            "store_unavailable",
            Optional.empty(),
            message,
            true,
            Optional.empty()));
  }

  /// Another error of a request.
  ///
  /// @param param the member that is wrong; empty for none
  public static ResourceFault fault(int status, String code, String param, String message) {
    return new ResourceFault(
        new ApiError(
            status,
            ApiError.INVALID_REQUEST,
            code,
            param.isEmpty() ? Optional.empty() : Optional.of(param),
            message,
            false,
            Optional.empty()));
  }
}
