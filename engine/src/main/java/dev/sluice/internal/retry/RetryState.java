package dev.sluice.internal.retry;

import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The attempts of one call so far, and the amounts that it has taken from budgets. Confined to the
/// call's thread.
final class RetryState {
  private final Function<String, RetryBudget> budgets;
  private final double share;
  private final boolean again;

  /// The call as it is sent next, or was sent last.
  private Call sent;

  /// The record of the attempt before the last one; null for none.
  private @Nullable AttemptInfo before;

  private boolean underWay;

  /// The target that was tried last; null for none.
  private @Nullable String target;

  private int attempts;
  private int moves;

  /// The targets by which the call goes on after a refusal; empty if no other target may take it.
  private Optional<FailedTargets> instead = Optional.empty();

  /// Whether the call has gone on after a refusal already.
  private boolean refused;

  /// The amount taken for an attempt that is still to be made.
  private @Nullable Taken taken;

  private record Taken(RetryBudget from, long at) {}

  RetryState(Call call, Function<String, RetryBudget> budgets, double share) {
    this.budgets = budgets;
    this.share = share;
    this.again = call.hints().clientRetries() > 0;
    this.sent = call;
  }

  /// The call as it is sent next, or was sent last.
  Call sent() {
    return sent;
  }

  /// Notes that an attempt begins.
  ///
  /// @param last the record of the attempt before it; null for none
  void begins(@Nullable AttemptInfo last) {
    before = last;
    underWay = true;
  }

  /// Notes that the attempt has ended.
  void ends() {
    underWay = false;
  }

  /// Whether an attempt has begun and not ended.
  boolean isUnderWay() {
    return underWay;
  }

  /// The record of the attempt before the last one; null for none.
  @Nullable AttemptInfo before() {
    return before;
  }

  /// The target that was tried last; null for none.
  @Nullable String target() {
    return target;
  }

  /// Whether the client itself has sent the call before.
  boolean again() {
    return again;
  }

  /// Pays for a call that its client has sent before to go to `target`; false if it must not.
  boolean payAgain(String target, long now) {
    RetryBudget budget = budgets.apply(target);
    if (budget.takeAgain(share, now)) {
      taken = new Taken(budget, now);
    }
    return taken != null;
  }

  /// Counts an attempt at `at`.
  void attempted(String at, long now) {
    target = at;
    boolean paid = taken != null;
    taken = null;
    if (attempts + moves == 0 && !paid) {
      account(budgets.apply(at), now);
    }
    attempts++;
  }

  private void account(RetryBudget budget, long now) {
    if (again) {
      budget.charge(now);
    } else {
      budget.first(now);
    }
  }

  /// Discounts the last attempt, which had a useless credential.
  void moved() {
    attempts--;
    moves++;
  }

  /// Notes that a target has refused what another one may take. A call goes on so once.
  ///
  /// @param next the targets by which the call goes on
  /// @return the target that has refused the call; empty if the call ends
  Optional<String> refused(Optional<FailedTargets> next) {
    instead = refused ? Optional.empty() : next;
    refused = true;
    return instead.map(failed -> failed.targets().getLast());
  }

  /// Whether one more attempt can be paid for. The target that has failed the call pays; if its
  /// budget is used up, the target that the call would go to: that one bears the load, and its own
  /// calls bound it.
  ///
  /// @param to where the call would go; empty if it stays
  boolean affords(String failed, Optional<String> to, long now) {
    return taken != null
        || budgets.apply(failed).allows(share, now)
        || to.filter(target -> budgets.apply(target).allows(share, now)).isPresent();
  }

  /// Pays for one more attempt; false if other calls were faster.
  boolean pay(String failed, Optional<String> to, long now) {
    return taken != null || take(failed, now) || to.filter(target -> take(target, now)).isPresent();
  }

  private boolean take(String target, long now) {
    RetryBudget budget = budgets.apply(target);
    if (budget.take(share, now)) {
      taken = new Taken(budget, now);
    }
    return taken != null;
  }

  /// Gives back what was taken for an attempt that will not be made.
  void close(Clock clock) {
    if (taken != null) {
      taken.from().giveBack(taken.at(), clock.nanos());
      taken = null;
    }
  }

  /// Goes on with the call as it is to be sent again; as it was where nothing was tried.
  ///
  /// @return whether something was tried
  boolean goesOn(Repeat again) {
    if (target == null) {
      return false;
    }
    FailedTargets failed = sent.failedTargets();
    sent =
        sent.withFailedTargets(
            switch (again.way()) {
              case CREDENTIAL -> failed.because(FailedTargets.Cause.CREDENTIAL);
              case INSTEAD -> instead.orElse(failed);
              case ELSEWHERE, LATER -> failed.and(target);
            });
    return true;
  }

  int attempts() {
    return attempts;
  }

  int moves() {
    return moves;
  }
}
