/// The measured values: those of each round, their medians and intervals, the thresholds on them,
/// and the reports in text and JSON.
@NullMarked
package dev.sluice.lab.overhead.report;

import org.jspecify.annotations.NullMarked;
