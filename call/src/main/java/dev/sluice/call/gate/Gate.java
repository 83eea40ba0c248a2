package dev.sluice.call.gate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import java.util.Optional;

/// Something that an attempt at a target must be let through by: a breaker, a quota, a credential
/// that works. A state machine: it knows no thread and no clock. Admission asks all gates of a
/// target and enters them in one decision, under its lock; so a gate takes no lock of its own, and
/// neither waits nor logs.
public interface Gate {

  /// Whether the gate is closed to `call`, and why; empty when it may enter now.
  ///
  /// @param last whether no other target of the route can take the call: a gate that closes to
  ///   protect, not because it must, then stays open
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  Optional<Closed> closed(Call call, boolean last, long now);

  /// Lets the attempt through. Only right after [#closed] has said that it may.
  Permit enter(Call call, long now);

  /// The expected cost of `call`; [Cost#NONE] from a gate that counts no tokens.
  default Cost cost(Call call, long now) {
    return Cost.NONE;
  }

  /// The source that `call` takes from and that other calls may use up: all calls that wait for the
  /// same source wait in one order, also for different targets. The same object for the same
  /// source; empty from a gate that only opens and closes.
  default Optional<Object> source(Call call, long now) {
    return Optional.empty();
  }

  /// When `call` may enter if all of `queued` enter before it, as soon as each may, and settle as
  /// usual: a forecast, on [dev.sluice.call.runtime.Clock#nanos]. A gate that is passed at no rate
  /// says when it opens: as to the route's last target, since a call waits only where no other one
  /// can take it.
  default long nextOpen(Call call, QueuedDemand queued, long now) {
    return closed(call, true, now).map(Closed::until).orElse(now);
  }

  /// Why a gate is closed.
  ///
  /// @param why what the call's outcome is if it can go nowhere else
  /// @param until when asking again is useful, on [dev.sluice.call.runtime.Clock#nanos]: when this
  ///   call may enter if nothing else happens until then. A permit that is settled may open the
  ///   gate earlier
  /// @param ofModel whether it is closed to calls for this model alone, so that calls for others,
  ///   which take from the same sources, need not wait behind this one: a [OwnSource] is short
  record Closed(Failed why, long until, boolean ofModel) {

    /// Closed to whatever takes from the same sources.
    public Closed(Failed why, long until) {
      this(why, until, false);
    }

    /// The same, to calls for this model alone.
    public Closed toModelAlone() {
      return new Closed(why, until, true);
    }
  }
}
