/// The report: how calls go and what is done about it, as a summary in words, rows with targets,
/// and findings by target.
///
/// [dev.sluice.report.HistoryKeeper] keeps the history of a gateway process: it closes the slots in
/// time, and watches the loops. [dev.sluice.report.Reporter] reads history and gateway into a
/// [dev.sluice.report.Situation], an immutable value; everything else is pure functions of that.
///
/// Threads: a report is made up on the pool, never on an event loop.
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
