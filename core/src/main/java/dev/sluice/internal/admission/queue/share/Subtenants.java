package dev.sluice.internal.admission.queue.share;

import java.util.function.ToIntFunction;

/// The subtenants of one tenant, who divide its share among those of them that wait: two levels of
/// virtual token counters, as in hierarchical fair queueing (Bennett and Zhang, 1996).
///
/// The least served of them stands where their tenant stands, and each other one behind it by what
/// it has had more. So all of them together get what the tenant would get alone, however many there
/// are. Where they stand is found anew when their tenant has come into another turn, when turns
/// have another length, or when twice or half as many wait: in between it is at most a turn old.
final class Subtenants {
  private static final int MOST = 64;

  private final Tenant whole;
  private final Quantum quantum;
  private final Peers parts;

  /// The shares of those who wait.
  private double sharing;

  /// By how much the tenant's weight was divided last, where and in which turn it stood, and how
  /// long that was.
  private double divisor = 1;

  private double base;
  private long turn;
  private double length;

  /// How much the least served of those who wait has had; never less than it was.
  private double floor;

  /// @param weights the weight of a subtenant of a name
  Subtenants(Tenant whole, Quantum quantum, ToIntFunction<String> weights) {
    this.whole = whole;
    this.quantum = quantum;
    this.base = whole.served();
    this.turn = whole.turn();
    this.length = quantum.tokens();
    this.parts = new Peers(MOST, name -> new Tenant(whole, name, weights.applyAsInt(name), this));
  }

  /// The tenant that they are parts of.
  Tenant whole() {
    return whole;
  }

  Tenant of(String name) {
    Tenant part = parts.of(name);
    if (!part.isWaiting()) {
      lift(part);
    }
    return part;
  }

  /// It comes back: what it did not ask for meanwhile is nothing that it has saved.
  void lift(Tenant part) {
    raise();
    part.raise(floor);
    follow();
    stand(part);
  }

  void waits(Tenant part) {
    sharing += part.isWaiting() ? 0 : part.share();
    parts.waits(part);
    follow();
  }

  void waitsNoMore(Tenant part) {
    parts.waitsNoMore(part);
    sharing -= part.isWaiting() ? 0 : part.share();
    floor = parts.least() == null ? Math.max(floor, part.had()) : floor;
    follow();
  }

  /// It has been given so many weighed tokens, which its tenant has been given too.
  void serve(Tenant part, double weighed) {
    part.charge(weighed);
    parts.moved(part);
    stand(part);
    follow();
  }

  /// Follows the tenant, if it has moved, or its share is divided among others.
  void follow() {
    double now = Math.max(1, sharing);
    if (isInTurn() && now < 2 * divisor && divisor < 2 * now) {
      return;
    }
    base = whole.served();
    turn = whole.turn();
    length = quantum.tokens();
    divisor = now;
    raise();
    parts.all().forEach(this::stand);
  }

  private boolean isInTurn() {
    return whole.turn() == turn && quantum.tokens() == length;
  }

  private void raise() {
    Tenant least = parts.least();
    floor = least == null ? floor : Math.max(floor, least.had());
  }

  private void stand(Tenant part) {
    double ahead = Math.max(0, part.had() - floor);
    part.stand(base + ahead / whole.weight(), whole.weight() * part.share() / divisor);
  }
}
