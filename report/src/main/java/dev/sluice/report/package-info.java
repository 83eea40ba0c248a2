/// The report: how calls go and what is done about it, as a summary in words, rows with targets,
/// and findings by target. [dev.sluice.report.Reporter] reads history and gateway into a
/// [dev.sluice.report.Situation], an immutable value; everything else is pure functions of it. Made
/// up on the pool, never on an event loop.
///
/// Keeps the history of a gateway process: closes its slots in time, and watches its loops.
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
