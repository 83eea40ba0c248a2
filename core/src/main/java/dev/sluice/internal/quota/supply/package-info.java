/// Models of a provider's limits, one dimension at a time: buckets that mirror the provider's own,
/// and estimates of what they hold.
///
/// ```text
/// RateLimitModel      one limit a minute: nextOpen, take, settle, sync, throttled
///   BucketPair        the whole minute, and what may be used at once
///   LimitEstimate     the limit: configured, reported, or learned
///   ThrottleAnalyzer  what refusals say of it: lower, or chance
///   BurstWindow       how many seconds' worth may be used at once
///   HeaderTrust       how far the provider's headers are believed
///   SafetyMargin      how far below to stay, so that one in 2,000 attempts is refused
///   ProbeBackoff      what was refused is not tried again before that is affordable
///   DecayingRate      how much is used of late
/// DailyLimit          a limit a day
/// ```
///
/// State machines: `now` is an argument ([dev.sluice.call.runtime.Clock#nanos]); the lock of the
/// admission controller guards them.
@NullMarked
package dev.sluice.internal.quota.supply;

import org.jspecify.annotations.NullMarked;
