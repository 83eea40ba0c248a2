package dev.sluice.server;

import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.client.IgnoredClaim;
import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.metrics.EdgeMeters;
import java.util.Optional;

/// An observer that counts what happens in front of calls, and logs requests that are turned away.
///
/// @param log where there is one
record ObservedEdge(EdgeMeters meters, Optional<CallLog> log) implements EdgeObserver {
  @Override
  public void rejected(RejectedRequest request) {
    meters.rejected(request);
    log.ifPresent(calls -> calls.rejected(request));
  }

  @Override
  public void ignored(IgnoredClaim claim) {
    meters.ignored(claim);
  }
}
