package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;

/// Is told what calls cost, as it becomes known. Called on calls' threads: must be quick, wait for
/// nothing, and not throw.
public interface SpendListener {
  /// Keeps nothing.
  SpendListener NONE = _ -> _ -> {};

  /// A call is about to be sent, and money was set aside for it.
  ///
  /// @return is told the end of the same call, once
  OpenSpend opened(Opened call);

  /// So much of a budget is spent that its owner wants to know of it; once a window.
  default void warned(BudgetStatus budget) {}

  /// A call that has been opened.
  @FunctionalInterface
  interface OpenSpend {
    /// It has ended, and this is what its key pays for it.
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
  record Opened(
      long number,
      String call,
      String key,
      String team,
      String model,
      String target,
      long nanos,
      long at) {}

  /// What a key pays for a call: the attempt that answered it. What other attempts have used
  /// (repeats, lost races, copies) is not in here and is the gateway's to pay; the provider's bill
  /// is the sum of both.
  ///
  /// @param opened how it began
  /// @param target the target that answered; empty where none did
  /// @param meters what was used
  /// @param nanos what that costs, in nano-dollars
  /// @param at when it ended, in milliseconds since 1970 in UTC
  /// @param estimated whether the provider did not say what was used
  /// @param priced whether the target has a price; if not it counts as nothing
  /// @param outcome what became of the call, one word
  record Paid(
      Opened opened,
      String target,
      Meters meters,
      long nanos,
      long at,
      boolean estimated,
      boolean priced,
      String outcome) {}
}
