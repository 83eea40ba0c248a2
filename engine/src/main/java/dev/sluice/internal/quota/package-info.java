/// Quota: what a provider allows. A call reserves, before it is sent, what it is expected to be
/// charged; when it has ended it settles for what it was charged; in between the answer's headers
/// correct what is believed to be left. Limits come from the configuration, from headers, or are
/// learned from refusals.
///
/// ```text
/// Quotas               those of one credential, by model
///   Quota              one: a gate; closed, enter, and a permit's settle
///     ChargeEstimator  what calls are charged, by the provider's rule
///     RateLimits       the limits a minute: how long until they let a call through, which to blame
///     QuotaPermit      what an attempt has reserved
///     QuotaRejections  the errors of calls that are held back
///       estimate     tokens by size, corrected by what is reported
///     supply       models of the limits: requests, tokens, a day
///     concurrency  attempts at a time, fixed or adaptive
///
/// reserve ──> (headers: synchronise) ──> settle, once, on every path
/// ```
///
/// State machines without a lock of their own: they are guarded by admission's, and `now` is an
/// argument, so that an hour of traffic runs through the same classes in a second.
///
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
///
/// Estimates of the tokens of a call before it is sent: from its size, by what the provider has
/// reported for earlier calls. State machines, guarded like the quota that owns them.
///
/// Limits of attempts at a time: a fixed number, or as many as the target serves without late first
/// tokens. State machines, guarded like the quota that owns them.
///
/// ```text
/// Slots            how many are taken, how many there are, when the next one is free
///   GradientLimit  the adaptive number of them
///     Latency      of late, against what it is without a queue
/// ```
@NullMarked
package dev.sluice.internal.quota;

import org.jspecify.annotations.NullMarked;
