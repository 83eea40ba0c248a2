package dev.sluice.internal.admission.queue.share;

import dev.sluice.call.gate.Cost;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.internal.admission.queue.order.Demand;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weighted virtual token counters, compared in rounds of a quantum (deficit round robin): the
/// tenants that are told apart, and the subtenants that divide the share of one.
///
/// ```text
/// counter = counter + (input + 3 * output) / weight         when granted; set right when settled
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
/// queueing (Bennett and Zhang, 1996); ADR 0021, 0066 and 0068.
///
/// Limitations: 256 tenants and 64 subtenants of each are told apart, the others share one counter.
/// Tokens are counted for calls that had to wait, so that calls that are granted while nobody waits
/// cost their tenant nothing. Usage that a provider does not report is counted as estimated.
public final class Tenants {
  /// How many are told apart.
  public static final int MOST = 256;

  private final Map<String, Integer> weights;
  private final Quantum quantum = new Quantum();
  private final Peers tenants = new Peers(MOST, name -> new Tenant(name, weight(name), quantum));

  /// @param weights by tenant, and by tenant, slash and subtenant; under `*` that of each other one
  public Tenants(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  /// The one of this name; or the one that stands for those who are not told apart.
  public Tenant of(String name) {
    return tenants.of(name);
  }

  /// The one that a call counts as.
  public Tenant of(SchedulingHints hints) {
    Tenant tenant = of(hints.tenant());
    return hints.subtenant().equals(SchedulingHints.UNDIVIDED)
        ? tenant
        : tenant.parts(part -> weight(hints.tenant() + "/" + part)).of(hints.subtenant());
  }

  /// One comes of whom nobody waits: what it did not ask for meanwhile is nothing that it has
  /// saved.
  ///
  /// @param like the one beside whom it comes
  public void lift(Tenant tenant, Tenant like) {
    Subtenants among = tenant.among();
    Tenant whole = whole(tenant);
    if (!whole.isWaiting()) {
      whole.raise(whole(like).had());
      whole.stand(whole.had(), whole.share());
    }
    if (among != null) {
      among.lift(tenant);
    }
  }

  /// One of its calls waits, of this cost.
  public void waits(Tenant tenant, Cost cost) {
    Subtenants among = tenant.among();
    if (among != null) {
      among.waits(tenant);
    }
    tenants.waits(whole(tenant));
    quantum.waits(cost);
    follow();
  }

  /// One of them does not any more.
  public void waitsNoMore(Tenant tenant, Cost cost) {
    Subtenants among = tenant.among();
    if (among != null) {
      among.waitsNoMore(tenant);
    }
    tenants.waitsNoMore(whole(tenant));
    quantum.waitsNoMore(cost);
    follow();
  }

  /// Turns follow what waits. A tenant without waiting calls gets its turn when one comes.
  private void follow() {
    if (quantum.follow(tenants.all().size())) {
      tenants.all().stream().filter(Tenant::isWaiting).forEach(Tenant::requantize);
    }
  }

  /// It has been given, or has used more than expected by, these tokens.
  public void serve(Tenant tenant, double input, double output) {
    double weighed = Demand.weigh(input, output);
    Subtenants among = tenant.among();
    Tenant whole = whole(tenant);
    whole.charge(weighed);
    tenants.moved(whole);
    whole.stand(whole.had(), whole.share());
    if (among != null) {
      among.serve(tenant, weighed);
    }
  }

  /// The one of those who wait that has been served least; null when nobody waits.
  public @Nullable Tenant leastServed() {
    return tenants.least();
  }

  /// In which turn that one is.
  public long leastTurn() {
    Tenant least = leastServed();
    return least == null ? 0 : least.turn();
  }

  private static Tenant whole(Tenant tenant) {
    Subtenants among = tenant.among();
    return among == null ? tenant : among.whole();
  }

  private int weight(String name) {
    return weights.getOrDefault(name, weights.getOrDefault(SchedulingHints.NOBODY, 1));
  }
}
