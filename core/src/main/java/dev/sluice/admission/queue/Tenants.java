package dev.sluice.admission.queue;

import dev.sluice.call.Call;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tenants that are told apart. Clients name them, so that there is a bound: beyond it, and
/// while all of them wait, the others are one.
final class Tenants {
  private static final int MOST = 256;
  private static final String ANY = "*";

  private final Map<String, Integer> weights;
  private final LinkedHashMap<String, Tenant> known = new LinkedHashMap<>();

  /// @param weights by tenant; under `*` that of each other one
  Tenants(Map<String, Integer> weights) {
    this.weights = Map.copyOf(weights);
  }

  Tenant of(Call call) {
    String name = call.claim().tenant();
    Tenant found = known.get(name);
    if (found != null) {
      return found;
    }
    boolean room = known.size() < MOST || forgetOne();
    return known.computeIfAbsent(room ? name : ANY, this::tenant);
  }

  /// The one of those who wait that has been served least; null when nobody waits.
  @Nullable Tenant leastServed() {
    Tenant least = null;
    for (Tenant tenant : known.values()) {
      if (tenant.waiting > 0 && (least == null || tenant.served() < least.served())) {
        least = tenant;
      }
    }
    return least;
  }

  /// In which turn that one is.
  long leastTurn() {
    Tenant least = leastServed();
    return least == null ? 0 : least.turn();
  }

  private Tenant tenant(String name) {
    return new Tenant(name, weights.getOrDefault(name, weights.getOrDefault(ANY, 1)));
  }

  private boolean forgetOne() {
    Iterator<Tenant> all = known.values().iterator();
    while (all.hasNext()) {
      if (all.next().waiting == 0) {
        all.remove();
        return true;
      }
    }
    return false;
  }
}
