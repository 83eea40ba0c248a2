package dev.sluice.accounts.budget.window;

/// How much may be spent in a window. Money in nano-dollars.
///
/// @param limit the budget: what is spent and what calls under way are likely to cost stay within
///   it
/// @param most what is spent and what calls under way may cost at worst stay within this
/// @param alone whether a call is let in beyond both where nothing else is under way and something
///   is left
public record Bounds(long limit, long most, boolean alone) {}
