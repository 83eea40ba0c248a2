package dev.sluice.server.accounts;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The errors that clients got for calls of the ledger, which keeps of a failure its kind and its
/// particular: status and code are what the client saw, messages are not known any more, and
/// neither is a provider's own code of a call that it has refused.
final class LedgerErrors {
  private LedgerErrors() {}

  /// The error that a client got.
  ///
  /// @param code empty where it is not known
  record Got(int status, Optional<String> code) {}

  /// The error for an outcome; empty where there was none, and where more would have to be known.
  ///
  /// @param outcome the name of its kind
  /// @param detail its particular
  static Optional<Got> of(String outcome, String detail) {
    try {
      return failed(outcome, detail).map(LedgerErrors::got);
    } catch (IllegalArgumentException unknown) {
      // Of another version, or of one that kept the kind alone.
      return Optional.empty();
    }
  }

  /// Finds the error that a client got; a refusal has passed with the provider's code.
  private static Got got(Failed why) {
    ApiError error = ApiErrors.of(why);
    boolean own = why instanceof Failed.Refused;
    return new Got(error.status(), own ? Optional.empty() : Optional.of(error.code()));
  }

  private static Optional<Failed> failed(String outcome, String detail) {
    Optional<Duration> hint = Optional.empty();
    return switch (outcome) {
      case "throttled" -> Optional.of(new Failed.Throttled(Failed.Dimension.UNKNOWN, hint, ""));
      case "account_throttled" ->
          Optional.of(new Failed.AccountThrottled("", Failed.Dimension.UNKNOWN, hint, ""));
      case "overloaded" -> Optional.of(new Failed.Overloaded(number(detail), hint, ""));
      case "exhausted" -> Optional.of(new Failed.Exhausted(""));
      case "credential_refused" ->
          Optional.of(
              detail.equals("no_credential")
                  ? Failed.CredentialRefused.missing("the reason was told on stderr")
                  : new Failed.CredentialRefused(number(detail)));
      case "refused" -> Optional.of(new Failed.Refused(number(detail), "", ""));
      case "invalid" -> Optional.of(new Failed.Invalid(400, detail, Optional.empty(), ""));
      case "limit_reached" ->
          Optional.of(new Failed.LimitReached(word(Failed.Limit.class, detail), hint, ""));
      case "unreachable" ->
          Optional.of(new Failed.Unreachable(word(Failed.Obstacle.class, detail), ""));
      case "timed_out" ->
          Optional.of(new Failed.TimedOut(word(Failed.Phase.class, detail), Duration.ZERO));
      case "bad_answer" -> Optional.of(new Failed.BadAnswer(word(Failed.Flaw.class, detail), ""));
      case "shed" -> Optional.of(new Failed.Shed(word(Failed.Reason.class, detail), hint));
      case "out_of_memory" -> Optional.of(new Failed.OutOfMemory());
      case "internal" -> Optional.of(new Failed.Internal());
      default -> Optional.empty();
    };
  }

  /// Reads a number.
  ///
  /// @throws IllegalArgumentException if `detail` is no number
  private static int number(String detail) {
    return Integer.parseInt(detail);
  }

  private static <E extends Enum<E>> E word(Class<E> of, String detail) {
    return Enum.valueOf(of, detail.toUpperCase(Locale.ROOT));
  }
}
