/// The history: what calls and attempts were like of late, kept in memory.
///
/// [dev.sluice.report.history.History] is an observer that counts them by target, route and band,
/// in slots of 5 s for 15 minutes and of a minute for 24 hours. Counters that only grow
/// ([dev.sluice.report.history.StripedCounters]) hold figures and histograms as one vector; a
/// closed slot keeps a vector in few bytes ([dev.sluice.report.history.SparseVector]).
/// [dev.sluice.report.history.LastCalls] keeps the last calls one by one, each as one array of
/// bytes, so that the collector has little to do with them. Reports, plots and the dashboard read
/// the history; Prometheus' meters stand beside it. No prompt is kept, and no word of a provider.
///
/// Threads: calls' threads add to striped counters and never wait. One caller of
/// [dev.sluice.report.history.History#tick] closes the slots; readers take the same lock as it
/// does, which no call's thread takes.
@NullMarked
package dev.sluice.report.history;

import org.jspecify.annotations.NullMarked;
