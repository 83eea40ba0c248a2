/// What calls and attempts were like of late, kept in memory: [dev.sluice.internal.history.History]
/// is an observer that counts them by target, route and band, in slots of 5 s for 15 minutes and of
/// a minute for 24 hours, and keeps the last calls one by one
/// ([dev.sluice.internal.history.recent.LastCalls]). Reports, plots and the dashboard read it;
/// Prometheus' meters stand beside it. No prompt is kept, and no word of a provider.
///
/// Calls' threads add to striped counters and never wait. One caller of
/// [dev.sluice.internal.history.History#tick] closes the slots; readers take the same lock as it
/// does, which no call's thread takes.
@NullMarked
package dev.sluice.internal.history;

import org.jspecify.annotations.NullMarked;
