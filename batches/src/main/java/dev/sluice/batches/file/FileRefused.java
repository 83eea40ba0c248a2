package dev.sluice.batches.file;

import dev.sluice.accounts.store.FileTroubles;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.s3.S3Exception;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A file could not be written, read or changed. The message is for the client: it names what is
/// wrong and what to do, and no path of this machine, which stands in the cause alone.
public final class FileRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// Why it could not.
  public enum Reason {
    /// It is larger than files of its purpose may be.
    TOO_LARGE,
    /// Its team has as much as it may have.
    QUOTA,
    /// The disk, or the store, has no room.
    NO_ROOM,
    /// The disk has failed.
    BROKEN,
    /// The store, or the place of the contents, cannot be reached.
    AWAY,
    /// There is a row, and no content.
    GONE,
    /// The content was sealed with a key that is not configured.
    SEALED,
    /// The content is not what was written.
    DAMAGED,
    /// What was asked makes no sense for what there is.
    INVALID
  }

  FileRefused(Reason reason, String message) {
    this(reason, message, null);
  }

  FileRefused(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// A store that could not do what was asked.
  static FileRefused of(StoreException why) {
    return switch (why.problem()) {
      case FULL -> noRoom(why);
      case INVALID -> unstorable(why);
      default ->
          new FileRefused(
              Reason.AWAY, "the store of this gateway cannot be reached; try again", why);
    };
  }

  private static FileRefused unstorable(StoreException why) {
    return new FileRefused(
        Reason.INVALID,
        "the store of this gateway does not take a value of the request, such as a text with"
            + " control characters; send another one",
        why);
  }

  /// Whether nothing was written for sure: the store has refused it, and is there.
  boolean isUndone() {
    return getCause() instanceof StoreException why
        && switch (why.problem()) {
          case BUSY, CONFLICT, FULL, INVALID, READ_ONLY -> true;
          default -> false;
        };
  }

  /// A disk that could not do what was asked.
  static FileRefused of(IOException why) {
    if (why instanceof FileRefused known) {
      return known;
    }
    if (why instanceof S3Exception s3) {
      return of(s3);
    }
    return FileTroubles.isFull(why) ? noRoom(why) : broken(why);
  }

  private static FileRefused of(S3Exception why) {
    return switch (why.fault()) {
      case FULL -> noRoom(why);
      case TEMPORARY ->
          new FileRefused(
              Reason.AWAY, "the files of this gateway cannot be reached now; try again", why);
      case MISSING, RANGE, CREDENTIAL, CLOCK, REFUSED -> broken(why);
    };
  }

  private static FileRefused broken(IOException why) {
    return new FileRefused(
        Reason.BROKEN,
        "the files of this gateway cannot be read or written; the operator finds the reason in"
            + " the gateway's log",
        why);
  }

  static FileRefused noRoom(Exception why) {
    return new FileRefused(
        Reason.NO_ROOM,
        "this gateway has no room for the file; delete files, or ask its operator for more",
        why);
  }

  static FileRefused invalid(String message) {
    return new FileRefused(Reason.INVALID, message);
  }

  /// Why it was refused.
  public Reason reason() {
    return reason;
  }
}
