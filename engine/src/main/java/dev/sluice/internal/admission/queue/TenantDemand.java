package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import org.jspecify.annotations.Nullable;

/// The demand of a tenant in a contention group, as the forecasts of others count it: what of it
/// waits, what arrives of it a second, and how much it has been served. Or the demand of several
/// tenants together.
final class TenantDemand {
  private final Demand waits = new Demand();
  private final Demand arrives = new Demand();
  private double weight;

  /// In weighed tokens.
  private double served;

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

  /// So much arrives a second.
  void arrives(Demand now) {
    if (pool != null) {
      pool.arrives.add(arrives, -1);
      pool.arrives.add(now, 1);
    }
    arrives.clear();
    arrives.add(now, 1);
  }

  /// Takes over the weight and the counter of its tenant.
  void follow(Tenant tenant) {
    follow(tenant.weight(), tenant.served());
  }

  /// Takes over a weight and a counter.
  void follow(double newWeight, double counter) {
    double newServed = newWeight * counter;
    if (pool != null) {
      pool.weight += newWeight - weight;
      pool.served += newServed - served;
    }
    weight = newWeight;
    served = newServed;
  }

  /// It is counted in `with`.
  void join(TenantDemand with) {
    if (pool == null) {
      with.count(this, 1);
      pool = with;
    }
  }

  /// It is not counted in another any more.
  void part() {
    if (pool != null) {
      pool.count(this, -1);
      pool = null;
    }
  }

  private void count(TenantDemand other, int sign) {
    waits.add(other.waits, sign);
    arrives.add(other.arrives, sign);
    weight += sign * other.weight;
    served += sign * other.served;
  }

  /// Adds to `into` what waits and what arrives within `seconds`, without the part of `own`.
  void addTo(Demand into, double seconds, TenantDemand own) {
    into.add(waits, 1);
    into.add(arrives, seconds);
    if (own.pool == this) {
      into.add(own.waits, -1);
      into.add(own.arrives, -seconds);
    }
  }

  /// How much it may have until its counter is `until`, without the part of `own`; in weighed
  /// tokens.
  double upTo(double until, TenantDemand own) {
    return own.pool == this
        ? (weight - own.weight) * until - (served - own.served)
        : weight * until - served;
  }
}
