package dev.sluice.internal.timeout;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.util.Optional;

/// Recorder of the timings of one attempt in its target's statistics, when the attempt has ended.
/// On the call's thread.
///
/// A first token counts when it arrived; when the attempt was given up before, it counts as *at
/// least so long*. An attempt of a call that other targets have failed is not sampled (Karn and
/// Partridge 1987): such calls are not like the others. Its timeouts still count for the doubling,
/// and only a sampled answer ends the row. Of a count of tokens nothing is recorded.
///
/// @param shown whether the attempt's first token shows before its answer is complete
/// @param streamed whether the answer's events show one by one
/// @param bounds the bounds of the attempt
record LatencyRecorder(
    LatencyRegistry learned,
    String target,
    Call call,
    PhaseBounds bounds,
    boolean shown,
    boolean streamed) {

  /// Records an attempt that has ended.
  void ended(Outcome outcome, AttemptTimings timings, long now) {
    if (isAnswer(outcome) || timings.hasFirst()) {
      known(now).ifPresent(model -> model.whole().heard(now));
    }
    if (!timings.isConnected()) {
      return;
    }
    if (!shown) {
      whole().ended(outcome, timings, now);
      return;
    }
    switch (outcome) {
      case Answered() -> answered(timings, now);
      case Failed.TimedOut(Failed.Phase phase, _) -> timedOut(phase, timings, now);
      case Failed.BadAnswer _, Failed.OutOfMemory _ -> firstToken(timings, now);
      case Failed.Cancelled _ -> left(timings, now);
      case Failed.Throttled _,
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

  /// Whether the target has answered with anything at all.
  private static boolean isAnswer(Outcome outcome) {
    return switch (outcome) {
      case Answered _,
          Failed.BadAnswer _,
          Failed.OutOfMemory _,
          Failed.Throttled _,
          Failed.AccountThrottled _,
          Failed.Overloaded _,
          Failed.Exhausted _,
          Failed.CredentialRefused _,
          Failed.Refused _ ->
          true;
      case Failed.TimedOut _,
          Failed.Cancelled _,
          Failed.Invalid _,
          Failed.LimitReached _,
          Failed.Unreachable _,
          Failed.Shed _,
          Failed.Internal _ ->
          false;
    };
  }

  /// Records an attempt whose caller has left, or which another attempt has beaten.
  void left(AttemptTimings timings, long now) {
    if (!timings.isConnected() || timings.hasFirst()) {
      return;
    }
    if (shown) {
      outlasted(timings, now);
    } else {
      whole().left(timings, now);
    }
  }

  private WholeLatencyRecorder whole() {
    return new WholeLatencyRecorder(learned, target, call, bounds);
  }

  private void answered(AttemptTimings timings, long now) {
    firstToken(timings, now);
    if (!streamed || !sampled() || timings.gaps() == 0) {
      return;
    }
    LatencyModel model = learned.keep(target, call, now);
    model.silent(timings.longest(), timings.gaps(), timings.sum(), timings.squares(), now);
    if (timings.tellsPace()) {
      model.tokenTook(timings.perEvent(), now);
    }
  }

  private void timedOut(Failed.Phase phase, AttemptTimings timings, long now) {
    if (timings.hasFirst()) {
      firstToken(timings, now);
    } else {
      outlasted(timings, now);
    }
    switch (phase) {
      case FIRST_TOKEN ->
          known(now)
              .ifPresent(
                  t ->
                      t.firstTokenFired(
                          call, timings.connectedAt(), bounds.firstTokenDoublings(), now));
      case STALL ->
          known(now)
              .ifPresent(
                  t ->
                      t.stalled(
                          timings.silence(now),
                          timings.connectedAt(),
                          bounds.stallDoublings(),
                          now));
      case CONNECT, OVERTAKEN, TOTAL, DEADLINE -> {}
    }
  }

  private void firstToken(AttemptTimings timings, long now) {
    if (timings.hasFirst() && sampled()) {
      learned.keep(target, call, now).firstTokenTook(call, timings.firstAfter(), now);
    }
  }

  private void outlasted(AttemptTimings timings, long now) {
    if (sampled()) {
      known(now).ifPresent(t -> t.firstTokenOutlasted(call, now - timings.connectedAt(), now));
    }
  }

  private Optional<LatencyModel> known(long now) {
    return learned.find(target, call, now);
  }

  private boolean sampled() {
    return LatencyRegistry.learnsFrom(call) && call.failedTargets().targets().isEmpty();
  }
}
