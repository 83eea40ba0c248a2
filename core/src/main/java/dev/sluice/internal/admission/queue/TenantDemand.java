package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.share.Tenant;
import org.jspecify.annotations.Nullable;

/// What a tenant has in a contention group, as others' forecasts see it: what of it waits, what
/// comes of it a second, and how much it has had. Or what several have together.
final class TenantDemand {
  private final Demand waits = new Demand();
  private final Demand comes = new Demand();
  private double weight;

  /// Weighed tokens.
  private double had;

  /// What it is counted in together with others.
  private @Nullable TenantDemand pool;

  /// So many calls of that cost more wait.
  void waits(Cost cost, int calls) {
    waits.add(cost, calls);
    if (pool != null) {
      pool.waits.add(cost, calls);
    }
  }

  /// All that waits.
  Demand waits() {
    return waits;
  }

  /// So much comes a second.
  void comes(Demand now) {
    if (pool != null) {
      pool.comes.add(comes, -1);
      pool.comes.add(now, 1);
    }
    comes.clear();
    comes.add(now, 1);
  }

  /// Its tenant stands here now.
  void stands(Tenant tenant) {
    stands(tenant.weight(), tenant.served());
  }

  /// It has this weight, and has been served so much by it.
  void stands(double weighing, double served) {
    double now = weighing * served;
    if (pool != null) {
      pool.weight += weighing - weight;
      pool.had += now - had;
    }
    weight = weighing;
    had = now;
  }

  /// It is counted in `with`.
  void join(TenantDemand with) {
    if (pool == null) {
      with.count(this, 1);
      pool = with;
    }
  }

  /// It is not any more.
  void part() {
    if (pool != null) {
      pool.count(this, -1);
      pool = null;
    }
  }

  private void count(TenantDemand other, int sign) {
    waits.add(other.waits, sign);
    comes.add(other.comes, sign);
    weight += sign * other.weight;
    had += sign * other.had;
  }

  /// Sets `into` to what it has there within `seconds`, but for what of it is that of `own`.
  void within(double seconds, TenantDemand own, Demand into) {
    into.clear();
    into.add(waits, 1);
    into.add(comes, seconds);
    if (own.pool == this) {
      into.add(own.waits, -1);
      into.add(own.comes, -seconds);
    }
  }

  /// How much it may have until it has been served as much as `until`, but for `own`; in weighed
  /// tokens.
  double upTo(double until, TenantDemand own) {
    return own.pool == this
        ? (weight - own.weight) * until - (had - own.had)
        : weight * until - had;
  }
}
