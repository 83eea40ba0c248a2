/// Quota: what a provider allows. A call reserves, before it is sent, what it is expected to be
/// charged; when it has ended it settles for what it was charged; in between the answer's headers
/// correct what is believed to be left. Limits come from the configuration, from headers, or are
/// learned from refusals.
///
/// ```text
/// reserve ──> (headers: synchronise) ──> settle, once, on every path
/// ```
///
/// ```text
/// Quotas                 the quotas of one credential, by model
///   Quota                a gate; closed, enter, and a permit's settle
///     ChargeEstimator    what calls are charged, by the provider's rule
///       LearnedEstimate  tokens by size, corrected by what the provider reports
///     RateLimits         the limits a minute: when they let a call through, which one to blame
///     DailyLimit         the limit a day
///     Slots              attempts at a time: how many are taken, how many there are
///       GradientLimit    the adaptive number of them, by the latency of first tokens
///     QuotaPermit        what an attempt has reserved
///     QuotaRejections    the errors of calls that are held back
/// ```
///
/// A limit a minute is a model of the provider's own: buckets, and estimates of what they hold.
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
/// ```
///
/// Threads: state machines without a lock of their own, guarded by the lock of the admission
/// controller. `now` is an argument ([dev.sluice.call.runtime.Clock#nanos]), so that an hour of
/// traffic runs through the same classes in a second.
@NullMarked
package dev.sluice.internal.quota;

import org.jspecify.annotations.NullMarked;
