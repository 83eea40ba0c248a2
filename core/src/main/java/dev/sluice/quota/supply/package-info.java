/// What a provider supplies, one dimension at a time: buckets that mirror the provider's own, and
/// what they are believed to hold.
///
/// ```text
/// Supply       one limit a minute: opens, take, settle, sync, throttled
///   Buckets      the whole minute, and what may be used at once
///   Belief       the limit: configured, reported, or learned
///   Doubt        what refusals say of it: lower, or chance
///   BurstWindow  how many seconds' worth may be used at once
///   Headers      how far the provider's own words are believed
///   Girth        how much is too much for one call
///   Margin       how far below to stay, so that one in 2,000 attempts is refused
///   Ramp         how fast it may grow
///   Caution      what was refused is not tried again before that is affordable
///   Pace         how much is used of late
/// DaySupply    a limit a day
/// ```
///
/// State machines: `now` is an argument ([dev.sluice.call.Clock#nanos]); guarded by whoever drives
/// them, which is admission under its one lock.
@NullMarked
package dev.sluice.quota.supply;

import org.jspecify.annotations.NullMarked;
