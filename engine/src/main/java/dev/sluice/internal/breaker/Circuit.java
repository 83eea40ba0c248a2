package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.Optional;

/// The state machine of one target and one operation, by the rules of [Gate].
interface Circuit {

  Optional<Gate.Closed> closed(Call call, boolean last, long now);

  Permit enter(Call call, long now);

  /// Whether the circuit has been open long enough and no call has tried it since.
  boolean lacksCalls(long now);

  /// Makes the circuit half-open: the next calls decide.
  void tryAgain(Transition why);

  /// Notes that the provider has listed its models: a circuit that lacks calls becomes half-open.
  default void listed(long now) {
    if (lacksCalls(now)) {
      tryAgain(Transition.LISTED);
    }
  }

  /// Returns the answer of a gate that is closed until `at`; empty if that has passed.
  static Optional<Gate.Closed> until(long at, long now) {
    return now - at >= 0 ? Optional.empty() : closed(at, now);
  }

  /// Returns the later of an instant and when `other` opens.
  static long later(long at, Optional<Gate.Closed> other, long now) {
    long until = other.map(Gate.Closed::until).orElse(now);
    return until - at > 0 ? until : at;
  }

  static Optional<Gate.Closed> closed(long until, long now) {
    Duration left = Duration.ofNanos(until - now);
    var why = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(left));
    return Optional.of(new Gate.Closed(why, until));
  }
}
