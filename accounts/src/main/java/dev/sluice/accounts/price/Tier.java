package dev.sluice.accounts.price;

/// The prices of a call whose whole prompt, the cached part included, is longer than a bound: they
/// count for all of the call.
///
/// @param above the bound, in tokens
/// @param rates prices of all meters
public record Tier(long above, Rates rates) {}
