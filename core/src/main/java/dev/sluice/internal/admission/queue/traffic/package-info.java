/// What the queue learns from the traffic. Each class takes in events, with their instants, and
/// answers one question. Not safe for threads.
///
/// ```text
/// ArrivalRates    what arrives, and will overtake?
/// EntryThreshold  how far can forecasts be trusted?
/// CoDel           does a queue stand in front of a target that lacks capacity?
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.traffic;

import org.jspecify.annotations.NullMarked;
