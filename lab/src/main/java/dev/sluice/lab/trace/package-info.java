/// Traces: when calls came, and how large they were. Read from files, or made up.
///
/// ```text
/// TraceFile   a file's text to a Trace; Heading finds its columns, Line reads one row
/// Excerpt     the one that is always at hand
/// Synthetic   one that nobody has tuned on
/// Trace       its arrivals, and what they are in the mean
/// ```
@NullMarked
package dev.sluice.lab.trace;

import org.jspecify.annotations.NullMarked;
