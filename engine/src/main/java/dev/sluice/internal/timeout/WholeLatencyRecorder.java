package dev.sluice.internal.timeout;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.util.Optional;

/// Recorder of the timings of an attempt whose answer came whole, or would have. On the call's
/// thread.
///
/// Unlike a first token, the answer of a call that other targets have failed counts: long answers
/// are among those, and without them a bound that cuts them would never be seen to be too short.
///
/// @param bounds the bounds of the attempt
record WholeLatencyRecorder(LatencyRegistry learned, String target, Call call, PhaseBounds bounds) {

  /// Records an attempt that had connected and has ended.
  void ended(Outcome outcome, AttemptTimings timings, long now) {
    switch (outcome) {
      case Answered() -> answered(timings, now);
      case Failed.TimedOut(Failed.Phase phase, _) -> timedOut(phase, timings, now);
      case Failed.Cancelled _ -> left(timings, now);
      case Failed.BadAnswer _,
          Failed.OutOfMemory _,
          Failed.Throttled _,
          Failed.AccountThrottled _,
          Failed.Overloaded _,
          Failed.Exhausted _,
          Failed.CredentialRefused _,
          Failed.Refused _,
          Failed.Invalid _,
          Failed.LimitReached _,
          Failed.Unreachable _,
          Failed.Shed _,
          Failed.Internal _ -> {}
    }
  }

  /// Records an attempt whose caller has left.
  void left(AttemptTimings timings, long now) {
    if (!timings.hasFirst() && call.failedTargets().targets().isEmpty()) {
      known(now).ifPresent(whole -> whole.outlasted(call, now - timings.connectedAt(), now));
    }
  }

  private void answered(AttemptTimings timings, long now) {
    if (timings.hasFirst()) {
      WholeLatencyModel whole = learned.keep(target, call, now).whole();
      whole.took(call, timings.firstAfter(), timings.usage(), now);
    }
  }

  private void timedOut(Failed.Phase phase, AttemptTimings timings, long now) {
    left(timings, now);
    if (phase == Failed.Phase.FIRST_TOKEN) {
      known(now)
          .ifPresent(
              whole -> whole.fired(call, timings.connectedAt(), bounds.firstTokenDoublings(), now));
    }
  }

  private Optional<WholeLatencyModel> known(long now) {
    return learned.find(target, call, now).map(LatencyModel::whole);
  }
}
