package dev.sluice.server.files;

import dev.sluice.api.ApiError;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.edge.ResourceFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The errors of requests about files. What is none of a client's faults is told to the operator,
/// too, at most once a minute.
final class FileFaults {
  private static final long EACH = Duration.ofMinutes(1).toNanos();
  private static final String SERVER_ERROR = "server_error";

  private final Consumer<String> note;
  private final Clock clock;
  private final AtomicLong next;

  /// @param note takes a line for the operator
  FileFaults(Consumer<String> note, Clock clock) {
    this.note = note;
    this.clock = clock;
    this.next = new AtomicLong(clock.nanos());
  }

  /// The error for what could not be done.
  ResourceFault of(FileRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case TOO_LARGE -> fault(413, "file_too_large", "file", message);
      case QUOTA -> fault(403, "file_quota_exceeded", "file", message);
      case INVALID -> fault(400, "invalid_value", "", message);
      case AWAY ->
          new ResourceFault(
              new ApiError(
                  503,
                  "overloaded_error",
                  "store_unavailable",
                  Optional.empty(),
                  message,
                  true,
                  Optional.empty()));
      case NO_ROOM -> told(507, "insufficient_storage", why);
      case BROKEN -> told(500, "storage_failed", why);
      case GONE -> told(500, "file_lost", why);
      case SEALED -> told(500, "file_sealed", why);
      case DAMAGED -> told(500, "file_damaged", why);
    };
  }

  private ResourceFault told(int status, String code, FileRefused why) {
    String message = String.valueOf(why.getMessage());
    long now = clock.nanos();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + EACH)) {
      Throwable cause = why.getCause();
      note.accept(cause == null ? message : "%s: %s".formatted(message, cause));
    }
    return new ResourceFault(
        new ApiError(
            status, SERVER_ERROR, code, Optional.empty(), message, false, Optional.empty()));
  }

  /// The error of a member of a request.
  ///
  /// @param what what is wrong with it, behind its name
  static ResourceFault invalid(String member, String what) {
    return fault(400, "invalid_value", member, "`%s` %s".formatted(member, what));
  }

  static ResourceFault missing(String member, String remedy) {
    return fault(
        400, "missing_required_parameter", member, "`%s` is missing: %s".formatted(member, remedy));
  }

  /// The error of a name that is nobody's, or another team's.
  static ResourceFault unknown(String what, String id) {
    return fault(404, "not_found", "id", "there is no %s '%s'".formatted(what, id));
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
