/// What calls and attempts were like of late, kept in memory: [dev.sluice.report.history.History]
/// is an observer that counts them by target, route and band, in slots of 5 s for 15 minutes and of
/// a minute for 24 hours, and keeps the last calls one by one
/// ([dev.sluice.report.history.LastCalls]). Reports, plots and the dashboard read it; Prometheus'
/// meters stand beside it. No prompt is kept, and no word of a provider.
///
/// Calls' threads add to striped counters and never wait. One caller of
/// [dev.sluice.report.history.History#tick] closes the slots; readers take the same lock as it
/// does, which no call's thread takes.
///
/// What is counted: figures and histograms as one vector, counters that only grow, and vectors as
/// few bytes. Knows nothing of time.
///
/// The last calls one by one, kept so that the collector has little to do with them:
/// [dev.sluice.report.history.LastCalls] have one array for each.
@NullMarked
package dev.sluice.report.history;

import org.jspecify.annotations.NullMarked;
