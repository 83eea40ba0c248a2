package dev.sluice.accounts.budget;

/// The bounds of what may be spent in a window. Money in nano-dollars.
///
/// @param limit the budget: what is spent and what calls under way are likely to cost stay within
///   it
/// @param most what is spent and what calls under way may cost at worst stay within this
/// @param share a call that may cost more at worst is large
/// @param passes whether one large call at a time may pass both
record Bounds(long limit, long most, long share, boolean passes) {
  /// The divisor of a budget that gives the part of which it may be left open whether it was spent.
  private static final long OPEN = 10;

  /// Makes the bounds of an owner whose calls may each take all of them.
  public Bounds(long limit, long most, boolean passes) {
    this(limit, most, Long.MAX_VALUE, passes);
  }

  /// These bounds for a call whose price is known: none passes them, however little is left.
  Bounds exactly() {
    return passes ? new Bounds(limit, most, share, false) : this;
  }

  /// How much may be left open of what given-up calls have cost. Where nothing may pass the budget,
  /// that is nothing.
  long open() {
    return passes ? limit / OPEN : 0;
  }

  /// Whether a call is one of which a single one is let in at a time: one that is larger than a
  /// share, or than all that is left.
  ///
  /// @param probable what it is likely to cost
  /// @param greatest what it may cost at worst
  boolean isLarge(long spent, long probable, long greatest) {
    return passes && (greatest > share || spent + greatest > most || spent + probable > limit);
  }
}
