package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.call.request.SchedulingHints;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weighted virtual token counters, compared in rounds of a quantum (deficit round robin): the
/// tenants that are told apart, and the subtenants that divide the share of one.
///
/// ```text
/// counter = counter + (input + 3 * output) / weight         when granted; corrected when settled
/// round   = floor(counter / quantum)                        the lowest round is served first
/// return  : counter = max(counter, lowest counter of the tenants that wait)
/// ```
///
/// Within a round tenants count as served alike, and the priority keys of their calls decide. The
/// last rule keeps a tenant from saving up what it did not ask for. [Quantum] says how long a round
/// is.
///
/// Source: virtual token counter ("Fairness in Serving Large Language Models", Sheng et al., OSDI
/// 2024); deficit round robin (Shreedhar and Varghese, 1995); subtenants: hierarchical fair
/// queueing (Bennett and Zhang, 1996); ADR 0021 and 0066.
///
/// Limitations: 256 tenants and 64 subtenants of each are told apart, the others share one counter.
/// Tokens are counted for calls that had to wait, so that calls that are granted while nobody waits
/// cost their tenant nothing. Usage that a provider does not report is counted as estimated.
final class Tenants {
  /// How many tenants are told apart.
  public static final int MOST = 256;

  private final Map<String, Integer> weights;
  private final Quantum quantum = new Quantum();
  private final Peers tenants = new Peers(MOST, name -> new Tenant(name, weight(name), quantum));

  /// @param weights the weights by tenant, and by tenant, slash and subtenant; under `*` the weight
  ///   of every other tenant
  public Tenants(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  /// Returns the tenant of this name, or the one that counts for all names that are not told apart.
  public Tenant of(String name) {
    return tenants.of(name);
  }

  /// Returns the tenant or subtenant that a call counts as.
  public Tenant of(SchedulingHints hints) {
    Tenant tenant = of(hints.tenant());
    if (hints.subtenant().equals(SchedulingHints.UNDIVIDED)) {
      return tenant;
    }
    if (tenant.parts == null) {
      tenant.parts = new Subtenants(tenant, quantum, part -> weight(hints.tenant() + "/" + part));
    }
    return tenant.parts.of(hints.subtenant());
  }

  /// Takes over what tenants have had elsewhere: a tenant that is ahead of those that wait there is
  /// ahead here by as much. Of a tenant that is known already the larger lead counts.
  public void takeOver(Tenants before) {
    Tenant least = before.leastServed();
    double from = least == null ? before.most() : least.had();
    for (Tenant elsewhere : before.tenants.all()) {
      Tenant tenant = of(elsewhere.name());
      tenant.raise(elsewhere.had() - from);
      tenant.set();
    }
  }

  private double most() {
    return tenants.all().stream().mapToDouble(Tenant::had).max().orElse(0);
  }

  /// Whether `tenant` is one of these tenants, and not one of those that they were taken over from.
  public boolean knows(Tenant tenant) {
    return tenant.isCountedBy(quantum);
  }

  /// Lifts the counter of a tenant without waiting calls that returns, so that what it did not ask
  /// for meanwhile is not saved up.
  ///
  /// @param like the tenant whose counter it has at least
  public void lift(Tenant tenant, Tenant like) {
    Tenant whole = tenant.whole();
    if (!whole.isWaiting()) {
      whole.raise(like.whole().had());
      whole.set();
    }
    if (tenant.among != null) {
      tenant.among.lift(tenant);
    }
  }

  /// Counts a call of this cost that begins to wait.
  public void waits(Tenant tenant, Cost cost) {
    if (tenant.among != null) {
      tenant.among.waits(tenant);
    }
    tenants.waits(tenant.whole());
    quantum.waits(cost);
    follow();
  }

  /// Counts a call of this cost that does not wait any more.
  public void waitsNoMore(Tenant tenant, Cost cost) {
    if (tenant.among != null) {
      tenant.among.waitsNoMore(tenant);
    }
    tenants.waitsNoMore(tenant.whole());
    quantum.waitsNoMore(cost);
    follow();
  }

  /// Adapts the rounds to what waits. A tenant without waiting calls gets its round when a call
  /// arrives.
  private void follow() {
    if (quantum.follow(tenants.all().size())) {
      tenants.all().stream().filter(Tenant::isWaiting).forEach(Tenant::requantize);
    }
  }

  /// Charges a tenant with these tokens, which a call was granted or has used beyond its grant.
  public void serve(Tenant tenant, double input, double output) {
    double weighed = Demand.weigh(input, output);
    Tenant whole = tenant.whole();
    whole.charge(weighed);
    tenants.moved(whole);
    whole.set();
    if (tenant.among != null) {
      tenant.among.serve(tenant, weighed);
    }
  }

  /// Returns the least-served tenant with waiting calls; null when no call waits.
  public @Nullable Tenant leastServed() {
    return tenants.least();
  }

  /// Returns the round of [#leastServed]; zero when no call waits.
  public long leastRound() {
    Tenant least = leastServed();
    return least == null ? 0 : least.round();
  }

  private int weight(String name) {
    return weights.getOrDefault(name, weights.getOrDefault(SchedulingHints.NOBODY, 1));
  }
}
