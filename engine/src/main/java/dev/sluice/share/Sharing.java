package dev.sluice.share;

/// What a gateway shares with others that use the same accounts: made by the program that joins a
/// cluster, and by nobody else.
///
/// @param quotas the shares of quotas
/// @param holds what providers have asked for
/// @param circuits what is known of targets that fail
public record Sharing(QuotaShares quotas, SharedHolds holds, SharedCircuits circuits) {}
