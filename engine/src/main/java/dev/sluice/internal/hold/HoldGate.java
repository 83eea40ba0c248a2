package dev.sluice.internal.hold;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.share.SharedHolds;
import java.time.Duration;
import java.util.Optional;

/// The gate of one target with one credential, over all its routes. It is closed while the provider
/// has asked to stay away, also to a route's last target: a call that comes too early is refused
/// anyhow.
public final class HoldGate implements Gate, SharedHolds.Listener {
  private final Hold hold = new Hold();
  private SharedHolds.Publisher others = SharedHolds.Publisher.NOBODY;

  /// Has others told of what the provider asks. Before the first call.
  public void share(SharedHolds.Publisher with) {
    others = with;
  }

  @Override
  public void held(String model, Failed why, Duration time, long now) {
    hold.backOff(new BackOffRequest(why, time), now);
  }

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
      BackOffRequest.of(attempt.outcome())
          .ifPresent(asked -> backOff(call, asked, attempt.ended()));
    };
  }

  private void backOff(Call call, BackOffRequest asked, long now) {
    hold.backOff(asked, now);
    others.held(call.model(), asked.why(), asked.time());
  }
}
