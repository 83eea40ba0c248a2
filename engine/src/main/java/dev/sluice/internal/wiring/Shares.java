package dev.sluice.internal.wiring;

import dev.sluice.Sharing;
import dev.sluice.internal.quota.QuotaShares;

/// What a gateway shares with other processes.
///
/// @param quotas the shares of quotas
public record Shares(QuotaShares quotas) implements Sharing {}
