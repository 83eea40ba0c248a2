package dev.sluice.internal.breaker;

import dev.sluice.share.SharedCircuits;
import java.time.Duration;
import java.util.function.LongConsumer;

/// What a circuit shares with those of other processes: their hints, and whose turn it is to try.
/// Under admission's lock.
final class CircuitPeers implements SharedCircuits.Listener {
  /// How long a hint that a target fails counts.
  private static final long WARNED = Duration.ofSeconds(10).toNanos();

  private final LongConsumer onRecovery;
  private SharedCircuits.Member member = SharedCircuits.Member.ALONE;
  private boolean warned;
  private long warnedUntil;

  /// @param onRecovery called when the target has recovered at another process
  CircuitPeers(LongConsumer onRecovery) {
    this.onRecovery = onRecovery;
  }

  /// Joins the circuits of other processes. Before the first call.
  void join(SharedCircuits.Member as) {
    member = as;
  }

  /// This process's part.
  SharedCircuits.Member member() {
    return member;
  }

  /// Whether the target has failed at another process of late.
  boolean isWarned(long now) {
    warned = warned && warnedUntil - now > 0;
    return warned;
  }

  @Override
  public void opened(long now) {
    warned = true;
    warnedUntil = now + WARNED;
  }

  @Override
  public void recovered(long now) {
    warned = false;
    onRecovery.accept(now);
  }
}
