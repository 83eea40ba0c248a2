package dev.sluice.accounts.budget;

/// The state of a budget. Money in nano-dollars.
///
/// @param owner whose it is, as [Spender] has it
/// @param window the window of now
/// @param spent what calls that have ended have cost
/// @param credited what was given back of that: so much more may be spent in this window
/// @param setAside what is set aside for calls under way: what they are likely to cost
/// @param atWorst what calls under way may cost at worst
/// @param pace how fast calls of this process spend it of late
public record BudgetStatus(
    String owner,
    Budget budget,
    Period.Window window,
    long spent,
    long credited,
    long setAside,
    long atWorst,
    SpendPace.Rate pace) {

  /// The part of a budget from which its owner is warned.
  static final double WARNING = 0.8;

  /// Whether so much is spent that the owner is warned.
  public boolean warns() {
    return budget.nanos() > 0 && spent - credited >= budget.nanos() * WARNING;
  }

  /// The share of the budget that may still be set aside, from 0 to 1.
  double share() {
    return budget.nanos() <= 0 ? 0 : Math.min(1, (double) left() / budget.nanos());
  }

  /// How much may still be set aside; never negative.
  public long left() {
    return Math.max(0, budget.nanos() + credited - spent - setAside);
  }
}
