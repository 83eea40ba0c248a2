package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import java.time.Duration;
import java.util.Optional;

/// The state machine of one target and one operation, by the rules of [Gate].
interface Circuit {

  Optional<Gate.Closed> closed(Call call, boolean last, long now);

  Permit enter(Call call, long now);

  /// Closed until then, unless that has passed.
  static Optional<Gate.Closed> until(long at, long now) {
    return now - at >= 0 ? Optional.empty() : closed(at, now);
  }

  static Optional<Gate.Closed> closed(long until, long now) {
    Duration left = Duration.ofNanos(until - now);
    var why = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(left));
    return Optional.of(new Gate.Closed(why, until));
  }
}
