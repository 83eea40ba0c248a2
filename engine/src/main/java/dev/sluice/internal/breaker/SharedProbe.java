package dev.sluice.internal.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Permit;

/// The permit of an attempt at a name that has answered, which is also a probe of the circuit that
/// the names share that have not. That circuit is notified when the attempt starts (far too late is
/// failing there as well) and that it was answered, never that it failed: a failure is about its
/// own name.
///
/// @param own the permit of the name's own circuit
/// @param shared the permit of the shared circuit
record SharedProbe(Permit own, Permit shared) implements Permit {
  @Override
  public void started(long at) {
    own.started(at);
    shared.started(at);
  }

  @Override
  public void settle(AttemptResult attempt) {
    own.settle(attempt);
    shared.settle(attempt.outcome() instanceof Answered ? attempt : untold(attempt));
  }

  private static AttemptResult untold(AttemptResult attempt) {
    return new AttemptResult(
        new Failed.Cancelled(),
        attempt.usage(),
        attempt.begun(),
        attempt.started(),
        attempt.ended());
  }
}
