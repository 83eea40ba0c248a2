package dev.sluice.breaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The probes of a half-open circuit: one at a time, with each that passes one more, at most four;
/// when seven have passed it closes. So one, two and four go together, and the slowest of a round
/// keeps nobody waiting. A probe's place is leased: when the term is over another may go, though
/// what the first one tells later still counts.
final class Ramp {
  private static final int LARGEST = 4;
  private static final int ENOUGH = 7;

  private final long term;
  private final List<Lease> leases = new ArrayList<>();
  private int passed;

  /// A probe's place. Each is its own.
  static final class Lease {
    private final long until;

    private Lease(long until) {
      this.until = until;
    }
  }

  Ramp(Duration term) {
    this.term = term.toNanos();
  }

  boolean hasRoom(long now) {
    leases.removeIf(lease -> now - lease.until >= 0);
    return leases.size() < Math.min(LARGEST, 1 + passed);
  }

  /// When there is room at the latest, while there is none.
  long roomAt(long now) {
    return leases.stream().mapToLong(lease -> lease.until - now).min().stream()
        .map(left -> now + left)
        .findFirst()
        .orElse(now);
  }

  Lease lease(long now) {
    var lease = new Lease(now + term);
    leases.add(lease);
    return lease;
  }

  void giveBack(Lease lease) {
    leases.remove(lease);
  }

  /// A probe has passed.
  ///
  /// @return whether it was the last one that had to
  boolean pass(Lease lease) {
    leases.remove(lease);
    passed++;
    return passed >= ENOUGH;
  }
}
