package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;

/// A listener for what calls cost, as it becomes known. Called on calls' threads: must be quick,
/// wait for nothing, and not throw.
public interface SpendListener {
  /// The listener that keeps nothing.
  SpendListener NONE = _ -> _ -> {};

  /// Notes that a call is about to be sent, and money was set aside for it.
  ///
  /// @return is told the end of the same call, once
  OpenSpend opened(Opened call);

  /// Notes that a call has ended. Called once a call, behind [OpenSpend#settled], for listeners
  /// that need nothing of its begin but what is in here.
  default void paid(Paid call) {}

  /// Notes that an attempt was for nothing, and no key pays for it. Called once an attempt, at its
  /// end.
  default void wasted(Wasted attempt) {}

  /// Notes that so much of a budget is spent that its owner wants to know of it; once a window.
  default void warned(BudgetStatus budget) {}

  /// Notes that a budget is used up: all is spent, or a call found no room in what was left when
  /// its owner would have been warned; once a window.
  default void exhausted(BudgetStatus budget) {}

  /// Notes that a call was refused for the sake of a budget.
  default void refused(BudgetStatus budget, Refusal why) {}

  /// The words for what became of a call or an attempt: the kind of its outcome, and behind a colon
  /// the particular, where it has one.
  static String words(Outcome outcome) {
    String detail = outcome.detail();
    return detail.isEmpty() ? outcome.kind() : outcome.kind() + ":" + detail;
  }

  /// The reason for which a budget refuses a call.
  enum Refusal {
    /// The call may cost more than is left.
    EXCEEDED,
    /// Calls under way may cost what is left.
    IN_USE
  }

  /// The record of a call that has been opened.
  @FunctionalInterface
  interface OpenSpend {
    /// Notes that the call has ended, with what its key pays for it.
    void settled(Paid paid);
  }

  /// A call that is about to be sent.
  ///
  /// @param number tells it from all others of this process; the call's identifier may be a
  ///   client's own and come twice
  /// @param call the call's identifier
  /// @param model the model that was asked for
  /// @param target the first that may answer it, `provider/model`
  /// @param nanos what was set aside, in nano-dollars
  /// @param at milliseconds since 1970 in UTC
  /// @param tags what it is for, as [dev.sluice.accounts.tag.TagText] has it
  record Opened(
      long number,
      String call,
      String key,
      String team,
      String model,
      String target,
      long nanos,
      long at,
      String tags) {}

  /// The payment of a key for a call: the attempt that answered it. What other attempts have used
  /// (repeats, lost races, copies) is not in here and is the gateway's to pay ([Wasted]); the
  /// provider's bill is the sum of both.
  ///
  /// @param opened how it began
  /// @param target the target that answered; empty where none did
  /// @param meters what was used
  /// @param nanos what that costs, in nano-dollars
  /// @param at when it ended, in milliseconds since 1970 in UTC
  /// @param estimated whether the provider did not say what was used
  /// @param priced whether the target has a price; if not it counts as nothing
  /// @param outcome what became of the call, as [SpendListener#words] has it
  record Paid(
      Opened opened,
      String target,
      Meters meters,
      long nanos,
      long at,
      boolean estimated,
      boolean priced,
      String outcome) {}

  /// The payment of the gateway: an attempt that no key owes. With what keys pay it is the
  /// provider's bill.
  ///
  /// @param number tells it from all other rows of this process
  /// @param call the identifier of the call that it was made for, which ends in `-shared`, `-batch`
  ///   or `-shadow` where it was made for several, or is a copy
  /// @param key the key of that call, of several the first one's; empty where it has shown none
  /// @param model the model that was asked for
  /// @param target where, as `provider/model`
  /// @param cause why nobody owes it
  /// @param meters what was used
  /// @param nanos what that costs, in nano-dollars
  /// @param at when it ended, in milliseconds since 1970 in UTC
  /// @param estimated whether the provider did not say what was used
  /// @param priced whether the target has a price; if not it counts as nothing
  /// @param outcome what became of the attempt, as [SpendListener#words] has it
  /// @param tags what that call is for, of several the first one, as
  ///   [dev.sluice.accounts.tag.TagText] has it
  record Wasted(
      long number,
      String call,
      String key,
      String team,
      String model,
      String target,
      Payer.Loss.Cause cause,
      Meters meters,
      long nanos,
      long at,
      boolean estimated,
      boolean priced,
      String outcome,
      String tags) {}
}
