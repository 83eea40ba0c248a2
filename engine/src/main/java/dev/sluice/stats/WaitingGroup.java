package dev.sluice.stats;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.request.SchedulingHints;
import java.util.Optional;

/// The waiting calls of one tenant in one band of a route, and why the first of them waits. Made
/// for a page that shows it, under the queue's lock.
///
/// @param hints the hints of the first call: its tenant, subtenant and band
/// @param model the model that the first call asks for
/// @param calls how many calls wait
/// @param tokens how many tokens the calls are expected to take
/// @param waited how long the first call has waited, in nanoseconds
/// @param predicted how long the first call was expected to wait when it arrived, in nanoseconds
/// @param by what closes the first call's targets, and until when; empty where one is open to it by
///   now
public record WaitingGroup(
    SchedulingHints hints,
    String model,
    int calls,
    double tokens,
    long waited,
    long predicted,
    Optional<Gate.Closed> by) {}
