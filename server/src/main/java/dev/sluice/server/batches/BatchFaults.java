package dev.sluice.server.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.ApiError;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.server.edge.ResourceFault;
import java.util.Locale;
import java.util.Optional;

/// The errors of requests about batches.
final class BatchFaults {
  private static final String INVALID = "invalid_value";

  private BatchFaults() {}

  /// A member of a request that makes no sense.
  ///
  /// @param what what is wrong with it, behind its name
  static ResourceFault invalid(String member, String what) {
    return fault(400, INVALID, member, "`%s` %s".formatted(member, what));
  }

  static ResourceFault missing(String member, String remedy) {
    return fault(
        400, "missing_required_parameter", member, "`%s` is missing: %s".formatted(member, remedy));
  }

  /// The name of a batch that is nobody's, or another team's.
  static ResourceFault unknown(String id) {
    return fault(404, "not_found", "id", "there is no batch '%s'".formatted(id));
  }

  static ResourceFault of(BatchRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case NO_INPUT -> fault(404, "not_found", "input_file_id", message);
      case OTHER_PURPOSE -> fault(400, INVALID, "input_file_id", message);
      case TOO_MANY -> fault(429, "too_many_batches", "", message);
      case NOT_CANCELLABLE -> fault(400, "not_cancellable", "", message);
      case NO_CURSOR -> fault(400, INVALID, "after", message);
    };
  }

  /// The store that cannot be reached now.
  static ResourceFault of(StoreException away) {
    return unavailable(
        "the store of this gateway cannot be used now (%s); try again"
            .formatted(away.problem().name().toLowerCase(Locale.ROOT)));
  }

  static ResourceFault of(FileRefused why) {
    return unavailable(String.valueOf(why.getMessage()));
  }

  private static ResourceFault unavailable(String message) {
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

  /// The sender has no key by which lines could be called once it has left.
  static ResourceFault keyless() {
    return new ResourceFault(
        new ApiError(
            403,
            ApiError.PERMISSION,
            "key_required",
            Optional.empty(),
            "a batch runs for hours, and a token ends before: make it with a key of this gateway",
            false,
            Optional.empty()));
  }

  /// @param param the member that is wrong; empty for none
  static ResourceFault fault(int status, String code, String param, String message) {
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
