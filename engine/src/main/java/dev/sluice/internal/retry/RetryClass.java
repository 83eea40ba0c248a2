package dev.sluice.internal.retry;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import java.time.Duration;
import java.util.Optional;

/// The remedy that may help against a failure.
enum RetryClass {
  /// Another attempt does not help.
  NONE,
  /// Another target helps; this one would fail in the same way.
  ELSEWHERE,
  /// Another attempt soon may help.
  TRANSIENT,
  /// Another attempt helps when the provider takes more.
  THROTTLED,
  /// Another credential helps.
  CREDENTIAL,
  /// A target that takes what this one never will.
  UNFIT;

  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;
  private static final int OVERLOADED = 529;

  /// Whether the same call may succeed later without anybody's doing.
  boolean passes() {
    return this != NONE && !isNoAttempt();
  }

  /// Whether the failed attempt has asked nothing of a model, so that it does not count.
  boolean isNoAttempt() {
    return this == CREDENTIAL || this == UNFIT;
  }

  static RetryClass against(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.AccountThrottled _ -> THROTTLED;
      case Failed.Overloaded _ -> TRANSIENT;
      case Failed.Exhausted _ -> CREDENTIAL;
      case Failed.CredentialRefused c -> c.scope() == Failed.Scope.SESSION ? ELSEWHERE : CREDENTIAL;
      case Failed.Unreachable u -> against(u.obstacle());
      case Failed.TimedOut t -> against(t.phase());
      case Failed.BadAnswer b -> against(b.flaw());
      case Failed.Refused r -> against(r);
      // Another attempt would take as much.
      case Failed.OutOfMemory _ -> NONE;
      case Failed.Invalid i -> i.isUntranslatable() ? UNFIT : NONE;
      case Failed.LimitReached _, Failed.Shed _ -> NONE;
      case Failed.Cancelled _, Failed.Internal _ -> NONE;
    };
  }

  /// Whether the provider may have done what it was asked, and the answer was lost on the way.
  static boolean losesAnswer(Failed why) {
    return switch (why) {
      case Failed.Unreachable u -> u.obstacle() == Failed.Obstacle.RESET;
      case Failed.TimedOut t -> t.phase() != Failed.Phase.CONNECT;
      case Failed.BadAnswer _, Failed.OutOfMemory _ -> true;
      // Other errors of a server may come behind what it has done.
      case Failed.Overloaded o -> o.status() != UNAVAILABLE && o.status() != OVERLOADED;
      case Failed.Throttled _, Failed.AccountThrottled _ -> false;
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> false;
      case Failed.Invalid _, Failed.LimitReached _, Failed.Shed _ -> false;
      case Failed.Cancelled _, Failed.Internal _ -> false;
    };
  }

  /// Returns how long the provider asks to stay away.
  static Optional<Duration> hint(Failed why) {
    return switch (why) {
      case Failed.Throttled t -> t.hint();
      case Failed.AccountThrottled t -> t.hint();
      case Failed.Overloaded o -> o.hint();
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> Optional.empty();
      case Failed.Invalid _, Failed.Unreachable _, Failed.TimedOut _ -> Optional.empty();
      case Failed.LimitReached _ -> Optional.empty();
      case Failed.BadAnswer _, Failed.OutOfMemory _, Failed.Shed _ -> Optional.empty();
      case Failed.Cancelled _, Failed.Internal _ -> Optional.empty();
    };
  }

  /// Whether a failure has closed the gate of the credential that the attempt was made with, so
  /// that an open target has another one. Calls that ask no model have limits of their own, for
  /// which no gate closes.
  static boolean closesCredential(Operation of, Failed why) {
    return of.asksModel() && hint(why).isPresent() && !(why instanceof Failed.AccountThrottled);
  }

  private static RetryClass against(Failed.Refused refused) {
    return switch (refused.objection()) {
      case LENGTH, CONTENT, COST, DIALECT -> UNFIT;
      // Another target may take more.
      case REQUEST -> refused.status() == CONTENT_TOO_LARGE ? ELSEWHERE : NONE;
    };
  }

  private static RetryClass against(Failed.Obstacle obstacle) {
    return switch (obstacle) {
      case DNS, REFUSED, PROXY_FAILED, RESET, POOL_FULL -> TRANSIENT;
      // Another target may have a connection that is open, or another way out.
      case TLS, PROXY_DENIED, NO_DESCRIPTORS -> ELSEWHERE;
      case EGRESS_DENIED -> NONE;
    };
  }

  private static RetryClass against(Failed.Phase phase) {
    return switch (phase) {
      case CONNECT, FIRST_TOKEN, OVERTAKEN, STALL -> TRANSIENT;
      case TOTAL -> ELSEWHERE;
      case DEADLINE -> NONE;
    };
  }

  private static RetryClass against(Failed.Flaw flaw) {
    return switch (flaw) {
      case TRUNCATED, MALFORMED -> TRANSIENT;
      case TOO_LARGE, REDIRECT -> ELSEWHERE;
    };
  }
}
