package dev.sluice.internal.admission.queue;

import java.util.function.ToIntFunction;

/// Hierarchical fair queueing (Bennett and Zhang, 1996): the share of one tenant, divided among
/// those of its subtenants that wait, by a second level of virtual token counters.
///
/// The least served subtenant has its tenant's counter, and each other one what it has had more on
/// top. So all of them together get what the tenant would get alone, however many there are. The
/// counters are set anew when the tenant is in another round, when rounds have another length, or
/// when twice or half as many wait: in between they are at most a round old.
final class Subtenants implements Tenant.Division {
  private static final int MOST = 64;

  private final Tenant whole;
  private final Quantum quantum;
  private final Peers parts;

  /// The sum of the shares of the subtenants with waiting calls.
  private double sharing;

  /// The state when the counters were last set: the sum of shares that divided the tenant's weight,
  /// the tenant's counter and round, and the length of a round.
  private double divisor = 1;

  private double base;
  private long round;
  private double length;

  /// How much the least served of the waiting subtenants has had. Never decreases.
  private double floor;

  /// @param weights the weight of a subtenant of a name
  Subtenants(Tenant whole, Quantum quantum, ToIntFunction<String> weights) {
    this.whole = whole;
    this.quantum = quantum;
    this.base = whole.served();
    this.round = whole.round();
    this.length = quantum.tokens();
    this.parts = new Peers(MOST, name -> new Tenant(whole, name, weights.applyAsInt(name), this));
  }

  @Override
  public Tenant whole() {
    return whole;
  }

  @Override
  public Tenant of(String name) {
    Tenant part = parts.of(name);
    if (!part.isWaiting()) {
      lift(part);
    }
    return part;
  }

  @Override
  public void lift(Tenant part) {
    raise();
    part.raise(floor);
    follow();
    set(part);
  }

  @Override
  public void waits(Tenant part) {
    sharing += part.isWaiting() ? 0 : part.share();
    parts.waits(part);
    follow();
  }

  @Override
  public void waitsNoMore(Tenant part) {
    parts.waitsNoMore(part);
    sharing -= part.isWaiting() ? 0 : part.share();
    floor = parts.least() == null ? Math.max(floor, part.had()) : floor;
    follow();
  }

  @Override
  public void serve(Tenant part, double weighed) {
    part.charge(weighed);
    parts.moved(part);
    set(part);
    follow();
  }

  @Override
  public void follow() {
    double now = Math.max(1, sharing);
    if (isInRound() && now < 2 * divisor && divisor < 2 * now) {
      return;
    }
    base = whole.served();
    round = whole.round();
    length = quantum.tokens();
    divisor = now;
    raise();
    parts.all().forEach(this::set);
  }

  private boolean isInRound() {
    return whole.round() == round && quantum.tokens() == length;
  }

  private void raise() {
    Tenant least = parts.least();
    floor = least == null ? floor : Math.max(floor, least.had());
  }

  private void set(Tenant part) {
    double ahead = Math.max(0, part.had() - floor);
    part.set(base + ahead / whole.weight(), whole.weight() * part.share() / divisor);
  }
}
