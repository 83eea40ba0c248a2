package dev.sluice.internal.wiring;

import dev.sluice.Sharing;
import dev.sluice.internal.hold.SharedHolds;
import dev.sluice.internal.quota.QuotaShares;

/// What a gateway shares with other processes.
///
/// @param quotas the shares of quotas
/// @param holds what providers have asked for
public record Shares(QuotaShares quotas, SharedHolds holds) implements Sharing {}
