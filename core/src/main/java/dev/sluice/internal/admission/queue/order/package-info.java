/// The order of waiting calls, and what goes before one: arithmetic and structures that know what a
/// call costs but not what waits for what. Not safe for threads.
///
/// ```text
/// PriorityKey    arrival, cost, band, patience
/// CalendarQueue  calls by their keys; the next one, and the one behind it
///   FenwickTree  what is in the slots before one
///   Demand       what calls take together
/// IndexedHeap    the first of those whose order changes
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.order;

import org.jspecify.annotations.NullMarked;
