package dev.sluice.internal.race;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Service;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The attempts beside a call's first, one after another, each at a target that has not failed the
/// call. The attempts run on a thread of their own, as do all methods that do not say otherwise.
final class Challengers {
  private final Call call;
  private final Service next;
  private final Permission permission;
  private final RaceCost cost;
  private final Supplier<HeldSink> sinks;

  private FailedTargets tried = FailedTargets.NONE;

  /// The sink of the attempt that is paid for and not settled. The attempt may not have begun.
  private volatile @Nullable HeldSink current;

  /// Whether an attempt has failed, or was stopped.
  private volatile boolean failed;

  private volatile Outcome outcome = Failed.Internal.UNTOLD;

  /// The permission of an attempt to begin.
  @FunctionalInterface
  interface Permission {
    /// Whether there is a target for `other` that has not been tried yet, and the call may be made
    /// twice.
    ///
    /// @param late the target of the first attempt
    boolean allows(Call other, String late, Trigger trigger) throws InterruptedException;
  }

  /// @param sinks makes the sink of an attempt
  Challengers(
      Call call, Service next, Permission permission, RaceCost cost, Supplier<HeldSink> sinks) {
    this.call = call;
    this.next = next;
    this.permission = permission;
    this.cost = cost;
    this.sinks = sinks;
  }

  /// Makes attempts until one has answered or none is allowed.
  ///
  /// @param late the target of the first attempt
  /// @param goesOn whether another attempt may begin when one has failed
  /// @param over whether none may begin at all
  void run(String late, Trigger trigger, BooleanSupplier goesOn, BooleanSupplier over)
      throws InterruptedException {
    if (tried.targets().isEmpty()) {
      tried = call.failedTargets().and(late);
    }
    while (attempt(late, trigger, over) && goesOn.getAsBoolean()) {
      // The next target.
    }
  }

  /// @return whether an attempt was made and has failed
  private boolean attempt(String late, Trigger trigger, BooleanSupplier over)
      throws InterruptedException {
    Call other = call.withFailedTargets(tried.because(FailedTargets.Cause.RACE));
    if (!permission.allows(other, late, trigger) || !cost.pay(late, trigger)) {
      return false;
    }
    HeldSink held = sinks.get();
    current = held;
    if (over.getAsBoolean()) {
      return notMade();
    }
    outcome = send(other, held);
    if (!(outcome instanceof Failed) || held.won() || !lost(held)) {
      return false;
    }
    held.target().ifPresent(target -> tried = tried.and(target));
    return true;
  }

  /// Makes an attempt. One that is interrupted has lost; others may be made later.
  private Outcome send(Call other, HeldSink held) throws InterruptedException {
    try {
      return next.send(other, held);
    } catch (InterruptedException stopped) {
      boolean _ = held.won() || lost(held);
      throw stopped;
    }
  }

  /// @return false where admission has found no target
  private boolean lost(HeldSink held) {
    call.loop().execute(held::lose);
    if (held.target().isEmpty()) {
      return notMade();
    }
    failed = true;
    cost.lost(held);
    current = null;
    return true;
  }

  private boolean notMade() {
    cost.giveBack();
    current = null;
    return false;
  }

  /// Returns the sink of the attempt that is under way, or of the one that has answered. Safe for
  /// any thread.
  @Nullable HeldSink current() {
    return current;
  }

  /// Returns the outcome of the last attempt. For the call's thread, when the attempts' thread has
  /// ended.
  Outcome outcome() {
    return outcome;
  }

  /// Settles what the attempts have cost. For the call's thread, when the attempts' thread has
  /// ended.
  ///
  /// @param first the call's first attempt
  /// @param won whether one of these attempts has answered before it
  /// @return whether any attempt was made
  boolean settle(HeldSink first, boolean won) {
    HeldSink last = current;
    if (last == null) {
      return failed;
    }
    if (last.target().isEmpty()) {
      cost.giveBack();
      return failed;
    }
    cost.lost(won ? first : last);
    return true;
  }
}
