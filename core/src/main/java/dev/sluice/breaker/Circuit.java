package dev.sluice.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Permit;
import java.time.Duration;
import java.util.Optional;

/// The state machine of one target and one operation, by the rules of [Gate].
interface Circuit {

  Optional<Gate.Closed> closed(Call call, boolean last, long now);

  Permit enter(Call call, long now);

  static Optional<Gate.Closed> closed(long until, long now) {
    Duration left = Duration.ofNanos(until - now);
    var why = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(left));
    return Optional.of(new Gate.Closed(why, until));
  }
}
