package dev.sluice.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Outcome;

/// What an attempt's outcome says about the health of its target.
enum Verdict {
  WELL,
  BAD,
  /// The client's time was up: bad only where the first token was overdue by what is learned.
  LATE,
  NOTHING;

  static Verdict of(Outcome outcome) {
    return switch (outcome) {
      case Answered() -> WELL;
      // Feeds the quota: a target that limits us is well.
      case Failed.Throttled _ -> NOTHING;
      // 408 and 409 are about this one request.
      case Failed.Overloaded(int status, var _, var _) ->
          status == 408 || status == 409 ? NOTHING : BAD;
      // About the credential.
      case Failed.Exhausted _, Failed.CredentialRefused _ -> NOTHING;
      // The client's own fault.
      case Failed.Refused _, Failed.Invalid _ -> NOTHING;
      case Failed.Unreachable(Obstacle obstacle, var _) -> of(obstacle);
      case Failed.TimedOut(Phase phase, var _) -> of(phase);
      case Failed.BadAnswer(Flaw flaw, var _) -> of(flaw);
      // Our own doing, or the caller's.
      case Failed.Shed _, Failed.Cancelled(), Failed.Internal() -> NOTHING;
    };
  }

  private static Verdict of(Obstacle obstacle) {
    return switch (obstacle) {
      case DNS, EGRESS_DENIED, REFUSED, TLS, RESET -> BAD;
      // Our own bounds.
      case POOL_FULL, NO_DESCRIPTORS -> NOTHING;
    };
  }

  private static Verdict of(Phase phase) {
    return switch (phase) {
      case CONNECT, FIRST_TOKEN, STALL, TOTAL -> BAD;
      case DEADLINE -> LATE;
    };
  }

  private static Verdict of(Flaw flaw) {
    return switch (flaw) {
      case TRUNCATED, MALFORMED, REDIRECT -> BAD;
      // As large as the client has asked for: else one client could close a target to all.
      case TOO_LARGE -> NOTHING;
    };
  }
}
