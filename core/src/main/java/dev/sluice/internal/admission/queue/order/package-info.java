/// The order in which calls stand, and what stands in front of one: arithmetic and structures that
/// know what a call costs but not what waits for what. Not safe for threads.
///
/// ```text
/// PriorityKey    where a call stands: arrival, cost, band, patience
///   MeanCost     what calls cost in the mean
/// CalendarQueue  what stands where; the next one, and the one behind it
///   FenwickTree  what stands in front of a slot
///   Demand       what calls take together
/// IndexedHeap    the first of those whose order changes
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.order;

import org.jspecify.annotations.NullMarked;
