package dev.sluice.sim.batch;

import dev.sluice.sim.wire.ReceivedRequest;

/// A line of a batch.
///
/// @param customId its name in the batch; empty where it has none
/// @param request what it would be as a call
record Line(String customId, ReceivedRequest request) {}
