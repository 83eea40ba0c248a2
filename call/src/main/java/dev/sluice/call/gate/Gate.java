package dev.sluice.call.gate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import java.util.Optional;

/// A condition that an attempt at a target must pass: a breaker, a quota, a credential that works.
/// A gate is a state machine that knows no thread and no clock. Admission asks all gates of a
/// target and enters them in one decision, under its lock; so a gate takes no lock of its own, and
/// neither waits nor logs.
public interface Gate {

  /// Whether the gate is closed to `call`, and why; empty when it may enter now.
  ///
  /// @param last whether no other target of the route can take the call: a gate that closes to
  ///   protect, not because it must, then stays open
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  Optional<Closed> closed(Call call, boolean last, long now);

  /// Lets the attempt through. Called only right after [#closed] has returned empty.
  Permit enter(Call call, long now);

  /// The expected cost of `call`; [Cost#NONE] from a gate that counts no tokens.
  default Cost cost(Call call, long now) {
    return Cost.NONE;
  }

  /// The source that `call` takes from and that other calls may use up: all calls that wait for the
  /// same source wait in one order, also for different targets. Each source has one object; empty
  /// from a gate that only opens and closes.
  default Optional<Object> source(Call call, long now) {
    return Optional.empty();
  }

  /// Forecasts when `call` may enter if all of `queued` enter before it, as soon as each may, and
  /// settle as usual, on [dev.sluice.call.runtime.Clock#nanos]. A gate that limits no rate says
  /// when it opens: as to the route's last target, since a call waits only where no other one can
  /// take it.
  default long nextOpen(Call call, QueuedDemand queued, long now) {
    return closed(call, true, now).map(Closed::until).orElse(now);
  }

  /// The reason why a gate is closed, and for how long.
  ///
  /// @param why the outcome of the call if no other target can take it
  /// @param until when asking again is useful, on [dev.sluice.call.runtime.Clock#nanos]: when this
  ///   call may enter if nothing else happens until then. A permit that is settled may open the
  ///   gate earlier
  /// @param ofModel whether it is closed to calls for this model alone, so that calls for others,
  ///   which take from the same sources, need not wait behind this one: a [OwnSource] is short
  record Closed(Failed why, long until, boolean ofModel) {

    /// A gate that is closed to every call which takes from the same sources.
    public Closed(Failed why, long until) {
      this(why, until, false);
    }

    /// This closure, for calls for this model alone.
    public Closed toModelAlone() {
      return new Closed(why, until, true);
    }
  }
}
