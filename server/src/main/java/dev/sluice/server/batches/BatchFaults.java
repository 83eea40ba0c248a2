package dev.sluice.server.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.ApiError;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.util.Optional;

/// The errors of requests about batches.
final class BatchFaults {
  private static final String INVALID = "invalid_value";

  private BatchFaults() {}

  /// The name of a batch that is nobody's, or another team's.
  static ResourceFault unknown(String id) {
    return ResourceFaults.unknown("batch", id, "list those of your team by GET /v1/batches");
  }

  static ResourceFault of(BatchRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case NO_INPUT -> ResourceFaults.fault(404, "not_found", "input_file_id", message);
      case OTHER_PURPOSE -> ResourceFaults.fault(400, INVALID, "input_file_id", message);
      case TOO_MANY -> ResourceFaults.fault(429, "too_many_batches", "", message);
      case NOT_CANCELLABLE -> ResourceFaults.fault(400, "not_cancellable", "", message);
      case NO_CURSOR -> ResourceFaults.fault(400, INVALID, "after", message);
      case NOT_ENDED -> ResourceFaults.fault(400, "not_ended", "", message);
    };
  }

  /// The team whose results have no room.
  static ResourceFault full(FileRefused why) {
    return ResourceFaults.fault(403, "file_quota_exceeded", "", String.valueOf(why.getMessage()));
  }

  /// The store that cannot be reached now.
  static ResourceFault of(StoreException away) {
    return ResourceFaults.unavailable(
        "the store of this gateway cannot be used now (%s); try again"
            .formatted(EnumWords.of(away.problem())));
  }

  static ResourceFault of(FileRefused why) {
    return ResourceFaults.unavailable(String.valueOf(why.getMessage()));
  }

  /// The key may not make the calls of lines.
  static ResourceFault outOfScope(Operation operation) {
    return new ResourceFault(
        new ApiError(
            403,
            ApiError.PERMISSION,
            "operation_not_allowed",
            Optional.empty(),
            "the requests of this batch are calls for %1$s, which its key may not make: use one whose `operations` have %1$s"
                .formatted(EnumWords.of(operation)),
            false,
            Optional.empty()));
  }

  /// The sender has no key by which lines could be called once it has left.
  static ResourceFault keyless() {
    return keyRequired(
        "a batch runs for hours, and a token ends before: make it with a key of this gateway");
  }

  /// What has begun an upload is no key that may bring its content.
  static ResourceFault keylessUpload() {
    return keyRequired(
        "what has begun this upload is no key of this gateway, or may bring no files any more: show a good one with the content, as x-goog-api-key: KEY");
  }

  private static ResourceFault keyRequired(String message) {
    return new ResourceFault(
        new ApiError(
            403,
            ApiError.PERMISSION,
            "key_required",
            Optional.empty(),
            message,
            false,
            Optional.empty()));
  }
}
