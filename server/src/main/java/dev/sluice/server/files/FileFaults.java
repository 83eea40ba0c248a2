package dev.sluice.server.files;

import dev.sluice.api.ApiError;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The errors of requests about files. What is none of a client's faults is told to the operator,
/// too, at most once a minute.
public final class FileFaults {
  private static final long EACH = Duration.ofMinutes(1).toNanos();
  private static final String SERVER_ERROR = "server_error";

  private final Consumer<String> note;
  private final Clock clock;
  private final AtomicLong next;

  /// @param note takes a line for the operator
  public FileFaults(Consumer<String> note, Clock clock) {
    this.note = note;
    this.clock = clock;
    this.next = new AtomicLong(clock.nanos());
  }

  /// The error for what could not be done.
  public ResourceFault of(FileRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case TOO_LARGE -> ResourceFaults.fault(413, "file_too_large", "file", message);
      case QUOTA -> ResourceFaults.fault(403, "file_quota_exceeded", "file", message);
      case INVALID -> ResourceFaults.fault(400, "invalid_value", "", message);
      case AWAY -> away(message, why);
      case NO_ROOM -> told(507, "insufficient_storage", why);
      case BROKEN -> told(500, "storage_failed", why);
      case GONE -> told(500, "file_lost", why);
      case SEALED -> told(500, "file_sealed", why);
      case DAMAGED -> told(500, "file_damaged", why);
    };
  }

  /// A store that is away tells so itself; a bucket does not.
  private ResourceFault away(String message, FileRefused why) {
    if (why.getCause() instanceof IOException) {
      tell(message, why);
    }
    return ResourceFaults.unavailable(message);
  }

  private ResourceFault told(int status, String code, FileRefused why) {
    String message = String.valueOf(why.getMessage());
    tell(message, why);
    return new ResourceFault(
        new ApiError(
            status, SERVER_ERROR, code, Optional.empty(), message, false, Optional.empty()));
  }

  private void tell(String message, FileRefused why) {
    long now = clock.nanos();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + EACH)) {
      Throwable cause = why.getCause();
      note.accept(cause == null ? message : "%s: %s".formatted(message, cause));
    }
  }
}
