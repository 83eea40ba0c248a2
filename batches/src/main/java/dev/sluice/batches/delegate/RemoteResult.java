package dev.sluice.batches.delegate;

/// What a provider's batch says of one line.
///
/// @param id the name that the line was sent with
/// @param status the HTTP status of the call; 0 where the line was not called
/// @param body the answer or the error, in JSON
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RemoteResult(String id, int status, byte[] body) {
  private static final int BAD = 400;
  private static final int SERVER = 500;

  /// Whether it is an answer.
  public boolean isGood() {
    return status > 0 && status < BAD;
  }

  /// Whether the same call may get another answer: it was not made, or found no capacity, or failed
  /// for what is not its own.
  public boolean isPassing() {
    return switch (status) {
      case 0, 401, 402, 403, 408, 409, 424, 429 -> true;
      default -> status >= SERVER;
    };
  }
}
