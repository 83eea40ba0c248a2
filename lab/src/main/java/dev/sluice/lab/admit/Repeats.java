package dev.sluice.lab.admit;

import dev.sluice.lab.load.ReplyListener;
import dev.sluice.sim.limit.LimitDecision.Refused;

/// The policy without a gateway: each client sends at once, and again after a pause when it is
/// refused, as the official SDKs do: 0.5 s, doubled each time up to 8 s, less up to a quarter.
///
/// @param most how often a call is sent again; a call that is refused after its deadline gives up
///   too
record Repeats(World world, int most) implements Policy {
  private static final double BASE = 0.5;
  private static final double CAP = 8;
  private static final double JITTER = 0.25;
  private static final double NANOS = 1e9;

  @Override
  public void arrive(WorkloadCall call) {
    send(call, 0);
  }

  private void send(WorkloadCall call, int repeats) {
    world
        .provider()
        .attempt(
            call,
            new ReplyListener() {
              @Override
              public void refused(Refused refused, Stands stands) {
                again(call, repeats);
              }

              @Override
              public void ended() {}
            });
  }

  private void again(WorkloadCall call, int repeats) {
    long now = world.timeline().now();
    if (repeats >= most || now >= world.latest(call)) {
      world.outcomes().failed(call, now);
      return;
    }
    world.busy().waits();
    world
        .timeline()
        .after(
            pause(repeats),
            () -> {
              send(call, repeats + 1);
              world.busy().waitsNoMore();
            });
  }

  private long pause(int repeats) {
    double whole = Math.min(CAP, BASE * (1L << Math.min(repeats, 10)));
    return (long) (NANOS * whole * (1 - JITTER * world.random().nextDouble()));
  }
}
