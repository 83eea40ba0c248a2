package dev.sluice.accounts.terms;

/// Money that was given back to the owner of a budget: it may spend so much more in each window
/// that holds the instant. What calls have cost stays as it is. A negative amount is what the owner
/// had spent at another gateway when it was imported from there, and counts as spent.
///
/// @param owner whose budgets they are, as [dev.sluice.accounts.budget.Spender] has it
/// @param at milliseconds since 1970 in UTC
/// @param nanos how much, in nano-dollars
public record Credit(String owner, long at, long nanos) {}
