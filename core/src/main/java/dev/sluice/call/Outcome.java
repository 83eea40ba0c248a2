package dev.sluice.call;

import java.util.List;

/// The outcome of a call, or of one attempt at it.
public sealed interface Outcome permits Answered, Failed {

  /// The names of all kinds, as [#kind] has them.
  List<String> KINDS =
      List.of(
          "answered",
          "throttled",
          "account_throttled",
          "overloaded",
          "exhausted",
          "credential_refused",
          "refused",
          "invalid",
          "limit_reached",
          "unreachable",
          "timed_out",
          "bad_answer",
          "out_of_memory",
          "shed",
          "cancelled",
          "internal");

  /// Whether its caller has given the call up: the caller has left, or the deadline that it set has
  /// passed. What was used until then is the caller's to pay.
  default boolean isGivenUp() {
    return switch (this) {
      case Failed.Cancelled() -> true;
      case Failed.TimedOut(Failed.Phase phase, _) -> phase == Failed.Phase.DEADLINE;
      default -> false;
    };
  }

  /// Whether nobody has read its answer to the end although its provider has done what its caller
  /// asked for: it was given up, or the answer was larger than its caller may hold. What was used
  /// is the caller's to pay once something was written.
  default boolean isUnread() {
    return isGivenUp() || isTooLarge();
  }

  /// Whether its answer was larger than is held of one, or than its caller may hold.
  default boolean isTooLarge() {
    return switch (this) {
      case Failed.BadAnswer(Failed.Flaw flaw, _) -> flaw == Failed.Flaw.TOO_LARGE;
      case Failed.OutOfMemory(boolean own) -> own;
      default -> false;
    };
  }

  /// Its name in one word, stable, for metrics and logs; there are as many as there are kinds.
  default String kind() {
    return switch (this) {
      case Answered() -> "answered";
      case Failed.Throttled _ -> "throttled";
      case Failed.AccountThrottled _ -> "account_throttled";
      case Failed.Overloaded _ -> "overloaded";
      case Failed.Exhausted _ -> "exhausted";
      case Failed.CredentialRefused _ -> "credential_refused";
      case Failed.Refused _ -> "refused";
      case Failed.Invalid _ -> "invalid";
      case Failed.LimitReached _ -> "limit_reached";
      case Failed.Unreachable _ -> "unreachable";
      case Failed.TimedOut _ -> "timed_out";
      case Failed.BadAnswer _ -> "bad_answer";
      case Failed.OutOfMemory _ -> "out_of_memory";
      case Failed.Shed _ -> "shed";
      case Failed.Cancelled() -> "cancelled";
      case Failed.Internal() -> "internal";
    };
  }
}
