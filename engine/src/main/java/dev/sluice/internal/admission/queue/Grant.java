package dev.sluice.internal.admission.queue;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grant of a target to a call, with the permits of the target's gates. To be settled exactly once,
/// at the [CallQueue] that gave it.
public final class Grant {
  private final Call call;
  private final Target target;
  private final Permit[] permits;
  private final List<Object> sources;
  private final long begun;

  /// The tenant that it is charged to, and how much; null when no call had to wait.
  private @Nullable Tenant tenant;

  private Cost charged = Cost.NONE;
  private boolean settled;

  Grant(Call call, Target target, long now) {
    List<Gate> gates = target.gates();
    this.call = call;
    this.target = target;
    this.begun = now;
    this.sources = GateEvaluator.sources(target, call, now);
    this.permits = new Permit[gates.size()];
    for (int i = 0; i < permits.length; i++) {
      permits[i] = gates.get(i).enter(call, now);
    }
  }

  /// Whether its attempt has ended: later reports of it mean nothing.
  boolean isSettled() {
    return settled;
  }

  /// Settles the permits of the grant's gates, when its attempt has ended or is never made.
  void settle(AttemptResult attempt) {
    if (settled) {
      throw new IllegalStateException("a grant was settled twice");
    }
    settled = true;
    for (Permit permit : permits) {
      permit.settle(attempt);
    }
  }

  void charge(Tenant to, Cost cost) {
    tenant = to;
    charged = cost;
  }

  /// Returns the target that the call may go to.
  public Target target() {
    return target;
  }

  /// Returns the name of the target's provider.
  public String provider() {
    return target.name().substring(0, target.name().indexOf('/'));
  }

  /// Returns when the grant was given, on [dev.sluice.call.runtime.Clock#nanos].
  public long begun() {
    return begun;
  }

  Call call() {
    return call;
  }

  /// Returns the sources that the grant was taken from; calls for its model may take from others by
  /// now.
  List<Object> sources() {
    return sources;
  }

  Permit[] permits() {
    return permits;
  }

  @Nullable Tenant tenant() {
    return tenant;
  }

  Cost charged() {
    return charged;
  }
}
