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
@NullMarked
package dev.sluice.internal.quota;

import org.jspecify.annotations.NullMarked;
