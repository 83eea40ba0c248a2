/// The counts of calls by the minute, in the store: what a gateway counted before it was started
/// anew. Minutes for two days, then quarters of an hour for a month. Each method of a table is a
/// part of a transaction; [MinuteArchive] waits for the store, or hands it work.
@NullMarked
package dev.sluice.report.minutes;

import org.jspecify.annotations.NullMarked;
