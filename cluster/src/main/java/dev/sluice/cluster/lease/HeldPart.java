package dev.sluice.cluster.lease;

import java.time.Duration;

/// This node's part of a quota while that is out of reach of it: whether all others hold it back,
/// from the beginning to the end. Confined to the agenda, but for [#isHeldBack] and [#others].
final class HeldPart {
  /// How often the others are told again.
  private static final long AGAIN = Duration.ofSeconds(10).toNanos();

  private final ApartNodes nodes;
  private final long quota;
  private long askedAt;
  private boolean told;

  /// Until when the others hold it back.
  private long until;

  /// Until when they must have been told, or told again, since two nodes would use it.
  private long due;

  private boolean whole;
  private volatile boolean heldBack;

  /// @param quota a digest of the quota's name
  HeldPart(ApartNodes nodes, long quota) {
    this.nodes = nodes;
    this.quota = quota;
  }

  /// Notes that the quota is out of reach from now on.
  ///
  /// @param overlap for how long the centre leaves enough free for both, in nanoseconds
  void begin(long now, long overlap) {
    told = false;
    whole = true;
    due = now + overlap;
    tell(now);
  }

  /// Tells the others again, if it is time. After [#begin].
  void goOn(long now) {
    if (!told || now - askedAt >= AGAIN) {
      tell(now);
    }
  }

  private void tell(long now) {
    askedAt = now;
    nodes.tell(quota, () -> taken(now));
  }

  private void taken(long asked) {
    whole &= asked - due <= 0;
    told = true;
    until = asked + ApartNodes.LEASE.toNanos();
    due = until;
  }

  /// Notes that the quota is back.
  void end(long now) {
    heldBack = told && whole && until - now > 0;
    nodes.end(quota);
  }

  /// Whether others held the part back all the time while the quota was out of reach last, so that
  /// nobody else was granted it. Any thread.
  boolean isHeldBack() {
    return heldBack;
  }

  /// How many other nodes the quota is out of reach of. Any thread.
  int others() {
    return nodes.count(quota);
  }
}
