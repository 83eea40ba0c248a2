package dev.sluice.report.history;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.Reason;
import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Whose fault the failure of a call is: the provider's, the gateway's or the caller's, by which of
/// them has to change something. Pure functions.
///
/// Limitations: an outcome is judged, not its history. A call that the provider has failed and that
/// is refused here when it is to be repeated is the provider's.
public enum CallFault {
  /// The provider has failed it, was late or away, or has refused it for want of capacity.
  PROVIDER,
  /// The gateway: its operator can mend keys, names of models, limits, queue, memory; or the
  /// gateway has a bug.
  GATEWAY,
  /// The request was wrong, a limit of the caller's own was reached, or the caller did not wait.
  CALLER;

  private static final int NOT_FOUND = 404;

  /// The name of the fault for people and programs.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Finds whose fault it is that a call has failed; empty where it has not failed, or its caller
  /// has left.
  ///
  /// @param named whether its target has the name of a model, rather than the caller's
  /// @param slow the time from which a call counts as slow: a caller that waits less long than that
  ///   has left too early
  public static Optional<CallFault> of(Report report, boolean named, Duration slow) {
    boolean sent = report.history().attempts() > 0;
    return switch (report.outcome()) {
      case Answered _, Failed.Cancelled _ -> Optional.empty();
      case Failed.Throttled _, Failed.Overloaded _ -> Optional.of(sent ? PROVIDER : GATEWAY);
      case Failed.BadAnswer _ -> Optional.of(PROVIDER);
      case Failed.Unreachable(Obstacle obstacle, _) -> Optional.of(of(obstacle));
      case Failed.TimedOut(Phase phase, _) -> Optional.of(of(phase, sent, isShort(report, slow)));
      case Failed.Shed(Reason reason, Optional<Duration> back) ->
          Optional.of(of(reason, back.isEmpty()));
      case Failed.Refused _ -> Optional.of(isUnknownModel(report, named) ? GATEWAY : CALLER);
      case Failed.CredentialRefused _,
          Failed.Exhausted _,
          Failed.OutOfMemory _,
          Failed.Internal _ ->
          Optional.of(GATEWAY);
      case Failed.AccountThrottled _, Failed.Invalid _, Failed.LimitReached _ ->
          Optional.of(CALLER);
    };
  }

  private static CallFault of(Obstacle obstacle) {
    return switch (obstacle) {
      case DNS, REFUSED, TLS, RESET -> PROVIDER;
      case EGRESS_DENIED, PROXY_FAILED, PROXY_DENIED, POOL_FULL, NO_DESCRIPTORS -> GATEWAY;
    };
  }

  /// The fault of a phase's timeout: until a call is sent it waits in the gateway's own queue.
  private static CallFault of(Phase phase, boolean sent, boolean brief) {
    if (phase != Phase.DEADLINE) {
      return PROVIDER;
    }
    if (!sent) {
      return GATEWAY;
    }
    return brief ? CALLER : PROVIDER;
  }

  /// The fault of a call that was shed.
  ///
  /// @param never whether no time is known after which it would have been served
  private static CallFault of(Reason reason, boolean never) {
    return switch (reason) {
      case CIRCUIT_OPEN, RETRY_BUDGET -> PROVIDER;
      case DEADLINE_UNREACHABLE -> never ? CALLER : GATEWAY;
      case FELL_BEHIND -> CALLER;
      case QUEUE_FULL, EXCEEDS_QUEUE, DRAINING, BODIES_FULL, NOT_CONFIGURED -> GATEWAY;
    };
  }

  /// Whether a call, or an attempt, was answered with 404 although the configuration names the
  /// model: where names are passed on they are the caller's.
  ///
  /// @param named whether its target has the name of a model
  public static boolean isUnknownModel(Report report, boolean named) {
    return named
        && report.outcome() instanceof Failed.Refused(int status, _, _, _)
        && status == NOT_FOUND;
  }

  /// Whether a deadline of its own has ended it after it was sent, and sooner than calls are slow.
  public static boolean hasShortDeadline(Report report, Duration slow) {
    return report.outcome() instanceof Failed.TimedOut(Phase phase, _)
        && phase == Phase.DEADLINE
        && report.history().attempts() > 0
        && isShort(report, slow);
  }

  private static boolean isShort(Report report, Duration slow) {
    return report.duration().compareTo(slow) < 0;
  }
}
