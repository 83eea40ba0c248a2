package dev.sluice.internal.hold;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import java.util.Optional;

/// The gate of one target with one credential, over all its routes. It is closed while the provider
/// has asked to stay away, also to a route's last target: a call that comes too early is refused
/// anyhow.
public final class HoldGate implements Gate {
  private final Hold hold = new Hold();

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return hold.closed(now);
  }

  @Override
  public long nextOpen(Call call, QueuedDemand queued, long now) {
    return hold.nextOpen(queued.calls(), now);
  }

  @Override
  public Permit enter(Call call, long now) {
    hold.enter(now);
    return attempt -> {
      hold.completed(attempt);
      StayAway.of(attempt.outcome()).ifPresent(asked -> hold.stayAway(asked, attempt.ended()));
    };
  }
}
