package dev.sluice.call;

import dev.sluice.call.text.EnumWords;
import java.util.List;

/// The outcome of a call, or of one attempt at it.
public sealed interface Outcome permits Answered, Failed {

  /// The names of all outcomes that [#kind] may return.
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

  /// Whether the caller has given the call up: the caller has left, or the deadline that it set has
  /// passed. The caller pays for what was used until then.
  default boolean isGivenUp() {
    return switch (this) {
      case Failed.Cancelled() -> true;
      case Failed.TimedOut(Failed.Phase phase, _) -> phase == Failed.Phase.DEADLINE;
      default -> false;
    };
  }

  /// Whether nobody has read the answer to its end although the provider has done what the caller
  /// asked for: the call was given up, or the answer was larger than the caller may hold. The
  /// caller pays for what was used once something was written.
  default boolean isUnread() {
    return isGivenUp() || isTooLarge();
  }

  /// Whether the answer was larger than the gateway holds of one answer, or than its caller may
  /// hold.
  default boolean isTooLarge() {
    return switch (this) {
      case Failed.BadAnswer(Failed.Flaw flaw, _) -> flaw == Failed.Flaw.TOO_LARGE;
      case Failed.OutOfMemory(boolean own) -> own;
      default -> false;
    };
  }

  /// The kind of this outcome in one stable word, for metrics and logs; one of [#KINDS].
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

  /// The particular of a failure in one word: a limit, a phase, a reason, an obstacle, a flaw, a
  /// provider's status, or the code of a request that was refused here; empty where there is none.
  default String detail() {
    return switch (this) {
      case Failed.Throttled(var limit, _, _) -> EnumWords.of(limit);
      case Failed.AccountThrottled(_, var limit, _, _) -> EnumWords.of(limit);
      case Failed.Overloaded(int status, _, _) -> String.valueOf(status);
      case Failed.Exhausted(_, int status, _, _) -> String.valueOf(status);
      case Failed.CredentialRefused why -> why.isMissing() ? why.code() : why.status() + "";
      case Failed.Refused(int status, _, _, _) -> String.valueOf(status);
      case Failed.Invalid(_, String code, _, _) -> code;
      case Failed.LimitReached(var limit, _, _) -> EnumWords.of(limit);
      case Failed.Unreachable(var obstacle, _) -> EnumWords.of(obstacle);
      case Failed.TimedOut(var phase, _) -> EnumWords.of(phase);
      case Failed.BadAnswer(var flaw, _) -> EnumWords.of(flaw);
      case Failed.Shed(var reason, _) -> EnumWords.of(reason);
      default -> "";
    };
  }
}
