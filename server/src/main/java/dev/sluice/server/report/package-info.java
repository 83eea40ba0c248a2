/// The report: how calls go and what is done about it, as a summary in words, rows with targets,
/// and findings by target. [dev.sluice.server.report.Reporter] reads history and gateway into a
/// [dev.sluice.server.report.Situation], an immutable value; everything else is pure functions of
/// it. Made up on the pool, never on an event loop.
@NullMarked
package dev.sluice.server.report;

import org.jspecify.annotations.NullMarked;
