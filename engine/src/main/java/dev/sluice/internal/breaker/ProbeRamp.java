package dev.sluice.internal.breaker;

import dev.sluice.call.gate.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Slow start of a half-open circuit: one probe at a time, then two, then four.
///
/// ```text
/// probes at a time = 2^step        step = 0, 1, 2
/// step + 1         : a probe of the current step has started well
/// closed           : step = 3
/// ```
///
/// A step is over as soon as one of its own probes has passed, so that the slowest does not delay
/// the others. A probe's slot is leased: when the lease, the shortest open time, is over another
/// may go, though a later result of the first one still counts.
///
/// Source: slow start (Jacobson, 1988); leases (Gray and Cheriton, 1989); ADR 0014.
///
/// Limitations: the ramp takes about three first tokens, so that a model that thinks for 20 s is
/// back at full traffic after a minute. One probe decides a step: a target that fails one call in
/// five passes a ramp about every other time.
final class ProbeRamp {
  private static final int STEPS = 3;

  private final long term;
  private final List<Lease> leases = new ArrayList<>();
  private int step;

  /// The slot of one probe, told from others by identity.
  record Lease(int step, long until) {}

  ProbeRamp(Duration term) {
    this.term = term.toNanos();
  }

  boolean hasRoom(long now) {
    leases.removeIf(lease -> now - lease.until >= 0);
    return leases.size() < 1 << step;
  }

  /// Returns empty while another probe may go; else until when the gate is closed at the latest.
  Optional<Gate.Closed> closed(long now) {
    if (hasRoom(now)) {
      return Optional.empty();
    }
    long left = leases.stream().mapToLong(lease -> lease.until - now).min().orElse(0);
    return Circuit.until(now + left, now);
  }

  Lease lease(long now) {
    var lease = new Lease(step, now + term);
    leases.add(lease);
    return lease;
  }

  void giveBack(Lease lease) {
    leases.remove(lease);
  }

  /// Notes that a probe has passed.
  ///
  /// @return whether it was the last probe that had to pass
  boolean pass(Lease lease) {
    leases.remove(lease);
    if (lease.step == step) {
      step++;
    }
    return step == STEPS;
  }
}
