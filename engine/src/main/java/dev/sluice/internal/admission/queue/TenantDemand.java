package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import org.jspecify.annotations.Nullable;

/// The demand of a tenant, or of several together, in a contention group, as the forecasts of
/// others count it: what waits, what arrives per second, and how much the tenant has been served.
final class TenantDemand {
  private final Demand waits = new Demand();
  private final Demand arrives = new Demand();
  private double weight;

  /// How much the tenant has been served, in weighed tokens.
  private double served;

  /// The demand that this one is counted in together with others; null while it is counted alone.
  private @Nullable TenantDemand pool;

  /// Adds so many waiting calls of that cost; a negative number takes them out.
  void waits(Cost cost, int calls) {
    waits.add(cost, calls);
    if (pool != null) {
      pool.waits.add(cost, calls);
    }
  }

  /// Returns the demand of the calls that wait.
  Demand waits() {
    return waits;
  }

  /// Sets what arrives per second.
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

  /// Counts this demand in `with`, unless it is counted in another one already.
  void join(TenantDemand with) {
    if (pool == null) {
      with.count(this, 1);
      pool = with;
    }
  }

  /// Counts this demand alone again.
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

  /// Returns how much the tenant may have until its counter is `until`, without the part of `own`;
  /// in weighed tokens.
  double upTo(double until, TenantDemand own) {
    return own.pool == this
        ? (weight - own.weight) * until - (served - own.served)
        : weight * until - served;
  }
}
