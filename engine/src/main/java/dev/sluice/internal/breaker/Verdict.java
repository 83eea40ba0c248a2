package dev.sluice.internal.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Outcome;

/// The meaning of an attempt's outcome for the health of its target.
enum Verdict {
  WELL,
  /// The target has failed, whatever the request was.
  BAD,
  /// The target has failed, but the request itself may be why: another caller's may pass.
  AMBIGUOUS,
  /// The client's time was up: bad only where the first token was overdue by what is learned.
  LATE,
  NOTHING;

  /// Returns the verdict of an outcome. A whole answer that has not come in time may be as long as
  /// was asked.
  static Verdict of(Call call, Outcome outcome) {
    boolean late = outcome instanceof Failed.TimedOut(Phase phase, _) && isFirstToken(phase);
    return late && !call.facts().stream() ? AMBIGUOUS : of(outcome);
  }

  private static boolean isFirstToken(Phase phase) {
    return phase == Phase.FIRST_TOKEN || phase == Phase.OVERTAKEN;
  }

  static Verdict of(Outcome outcome) {
    return switch (outcome) {
      case Answered() -> WELL;
      // Feeds the quota: a target that limits its calls is well.
      case Failed.Throttled _, Failed.AccountThrottled _ -> NOTHING;
      case Failed.Overloaded(int status, var _, var _) -> of(status);
      // About the credential, or the client's own fault.
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> NOTHING;
      case Failed.Invalid _, Failed.LimitReached _ -> NOTHING;
      case Failed.Unreachable(Obstacle obstacle, var _) -> of(obstacle);
      case Failed.TimedOut(Phase phase, var _) -> of(phase);
      case Failed.BadAnswer(Flaw flaw, var _) -> of(flaw);
      // Our own doing, or the caller's.
      case Failed.OutOfMemory _, Failed.Shed _, Failed.Cancelled(), Failed.Internal() -> NOTHING;
    };
  }

  private static Verdict of(int status) {
    return switch (status) {
      // About this one request.
      case 408, 409 -> NOTHING;
      // A server's answer when it broke over the request, or does not know how to serve it.
      case 500, 501 -> AMBIGUOUS;
      default -> BAD;
    };
  }

  private static Verdict of(Obstacle obstacle) {
    return switch (obstacle) {
      case DNS, EGRESS_DENIED, REFUSED, TLS, PROXY_FAILED, PROXY_DENIED, RESET -> BAD;
      // Our own bounds.
      case POOL_FULL, NO_DESCRIPTORS -> NOTHING;
    };
  }

  private static Verdict of(Phase phase) {
    return switch (phase) {
      case CONNECT, FIRST_TOKEN, OVERTAKEN, STALL -> BAD;
      // The answer may be as long as was asked.
      case TOTAL -> AMBIGUOUS;
      case DEADLINE -> LATE;
    };
  }

  private static Verdict of(Flaw flaw) {
    return switch (flaw) {
      // Some servers answer what they cannot do with nothing, or break over it.
      case TRUNCATED, MALFORMED -> AMBIGUOUS;
      case REDIRECT -> BAD;
      // As large as the client has asked for: else one client could close a target to all.
      case TOO_LARGE -> NOTHING;
    };
  }
}
