package dev.sluice.admission.queue.share;

import dev.sluice.admission.queue.order.Heap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tenants that are told apart. Clients name them, so that there is a bound: beyond it, and
/// while all of them wait, the others are one.
public final class Tenants {
  private static final int MOST = 256;
  private static final String ANY = "*";

  private final Map<String, Integer> weights;
  private final Map<String, Tenant> known = new HashMap<>();

  /// Those who wait.
  private final Heap<Tenant> waiting = new Heap<>(Tenant::compare);

  /// @param weights by tenant; under `*` that of each other one
  public Tenants(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  /// The one of this name; or the one that stands for those who are not told apart.
  public Tenant of(String name) {
    Tenant found = known.get(name);
    if (found != null) {
      return found;
    }
    boolean room = known.size() < MOST || forgetOne();
    return known.computeIfAbsent(room ? name : ANY, this::tenant);
  }

  /// One of its calls waits.
  public void waits(Tenant tenant) {
    if (tenant.waiting++ == 0) {
      waiting.put(tenant);
    }
  }

  /// One of them does not any more.
  public void waitsNoMore(Tenant tenant) {
    tenant.waiting--;
    if (tenant.waiting == 0) {
      waiting.remove(tenant);
    }
  }

  /// It has been given, or has used more than expected by, these tokens.
  public void serve(Tenant tenant, double input, double output) {
    tenant.serve(input, output);
    if (tenant.waiting > 0) {
      waiting.put(tenant);
    }
  }

  /// The one of those who wait that has been served least; null when nobody waits.
  public @Nullable Tenant leastServed() {
    return waiting.first();
  }

  /// In which turn that one is.
  public long leastTurn() {
    Tenant least = leastServed();
    return least == null ? 0 : least.turn();
  }

  private Tenant tenant(String name) {
    return new Tenant(name, weights.getOrDefault(name, weights.getOrDefault(ANY, 1)));
  }

  /// Of those who do not wait the one that has been served least: whoever comes back is taken to
  /// have been served as much as those who wait, so that little is forgotten with it.
  private boolean forgetOne() {
    Tenant least = null;
    for (Tenant tenant : known.values()) {
      if (tenant.waiting == 0 && (least == null || tenant.served() < least.served())) {
        least = tenant;
      }
    }
    return least != null && known.remove(least.name(), least);
  }
}
