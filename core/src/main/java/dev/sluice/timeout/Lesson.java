package dev.sluice.timeout;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.timeout.learn.Learned;
import dev.sluice.timeout.learn.Times;
import java.util.Optional;

/// What an attempt that has ended teaches about its target. On the call's thread.
///
/// A first token counts when it came; when the attempt was given up before, it counts as *at least
/// so long*. An attempt of a call that other targets have failed is not sampled (Karn and Partridge
/// 1987): such calls are not like the others. Its timeouts still count for the doubling, and only a
/// sampled answer ends the row.
///
/// @param shown whether the attempt's first token shows before its answer is complete
/// @param streamed whether its events show one by one
/// @param bounds what the attempt was allowed
record Lesson(
    Learned learned, String target, Call call, Bounds bounds, boolean shown, boolean streamed) {

  /// The attempt has ended.
  void ended(Outcome outcome, Seen seen, long now) {
    if (!seen.isConnected()) {
      return;
    }
    if (!shown) {
      whole().ended(outcome, seen, now);
      return;
    }
    switch (outcome) {
      case Answered() -> answered(seen, now);
      case Failed.TimedOut(Failed.Phase phase, _) -> timedOut(phase, seen, now);
      case Failed.BadAnswer _, Failed.OutOfMemory _ -> firstToken(seen, now);
      case Failed.Cancelled _ -> left(seen, now);
      case Failed.Throttled _,
          Failed.AccountThrottled _,
          Failed.Overloaded _,
          Failed.Exhausted _,
          Failed.CredentialRefused _,
          Failed.Refused _,
          Failed.Invalid _,
          Failed.Unreachable _,
          Failed.Shed _,
          Failed.Internal _ -> {}
    }
  }

  /// Its caller has left, or another attempt was faster.
  void left(Seen seen, long now) {
    if (!seen.isConnected() || seen.hasFirst()) {
      return;
    }
    if (shown) {
      outlasted(seen, now);
    } else {
      whole().left(seen, now);
    }
  }

  private WholeLesson whole() {
    return new WholeLesson(learned, target, call, bounds);
  }

  private void answered(Seen seen, long now) {
    firstToken(seen, now);
    if (!streamed || !sampled() || seen.gaps() == 0) {
      return;
    }
    Times times = learned.keep(target, call, now);
    times.silent(seen.longest(), seen.gaps(), seen.sum(), seen.squares(), now);
    if (seen.tellsPace()) {
      times.tokenTook(seen.perEvent(), now);
    }
  }

  private void timedOut(Failed.Phase phase, Seen seen, long now) {
    if (seen.hasFirst()) {
      firstToken(seen, now);
    } else {
      outlasted(seen, now);
    }
    switch (phase) {
      case FIRST_TOKEN ->
          known(now)
              .ifPresent(
                  t ->
                      t.firstTokenFired(
                          call, seen.connectedAt(), bounds.firstTokenDoublings(), now));
      case STALL ->
          known(now)
              .ifPresent(
                  t ->
                      t.stalled(
                          seen.silence(now), seen.connectedAt(), bounds.stallDoublings(), now));
      case CONNECT, TOTAL, DEADLINE -> {}
    }
  }

  private void firstToken(Seen seen, long now) {
    if (seen.hasFirst() && sampled()) {
      learned.keep(target, call, now).firstTokenTook(call, seen.firstAfter(), now);
    }
  }

  private void outlasted(Seen seen, long now) {
    if (sampled()) {
      known(now).ifPresent(t -> t.firstTokenOutlasted(call, now - seen.connectedAt(), now));
    }
  }

  private Optional<Times> known(long now) {
    return learned.find(target, call, now);
  }

  private boolean sampled() {
    return call.tried().targets().isEmpty();
  }
}
