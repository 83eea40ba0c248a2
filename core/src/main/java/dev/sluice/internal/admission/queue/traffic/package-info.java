/// What the queue learns from the traffic. Each is told what happens, with the instant of it, and
/// answers one question. Not safe for threads.
///
/// ```text
/// ArrivalRates    what comes, and will overtake?
/// EntryThreshold  how far can forecasts be trusted?
/// CoDel           do calls stand in front of a target that lacks capacity?
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.traffic;

import org.jspecify.annotations.NullMarked;
