package dev.sluice.report.history;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import java.util.Optional;

/// The error that a client was told, in the gateway's words: a provider's may repeat a prompt.
///
/// @param status the HTTP status
/// @param code the word for programs; empty where it is a provider's own that is not kept
/// @param message at most 512 characters
public record ClientError(int status, String code, String message) {
  private static final int LONGEST = 512;

  public ClientError {
    message = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
  }

  /// The source of what clients are told. Safe for any thread.
  @FunctionalInterface
  public interface Source {
    /// Knows nothing: a library's caller gets the failure itself.
    Source NONE = (_, _) -> Optional.empty();

    /// The error of a call that has failed; empty where its client was told nothing.
    Optional<ClientError> of(Operation operation, Failed why);
  }
}
