package dev.sluice.internal.admission.queue;

import dev.sluice.call.request.SchedulingHints;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tenants that share something, told apart by their names. Clients may choose the names, so that
/// their number is bounded: beyond it, and while all of them wait, all other names count as one
/// tenant.
final class Peers {
  private final int most;
  private final Function<String, Tenant> maker;
  private final Map<String, Tenant> known = new HashMap<>();
  private final IndexedHeap<Tenant> waiting = new IndexedHeap<>(Tenant::compare);

  /// @param most how many are told apart
  /// @param maker makes the one of a name
  Peers(int most, Function<String, Tenant> maker) {
    this.most = most;
    this.maker = maker;
  }

  /// Returns the tenant of this name, or the one that counts for all names that are not told apart.
  Tenant of(String name) {
    Tenant found = known.get(name);
    if (found != null) {
      return found;
    }
    boolean room = known.size() < most || forgetOne();
    return known.computeIfAbsent(room ? name : SchedulingHints.NOBODY, maker);
  }

  /// Counts a call of `tenant` that begins to wait.
  void waits(Tenant tenant) {
    if (tenant.waiting++ == 0) {
      waiting.put(tenant);
    }
  }

  /// Counts a call of `tenant` that does not wait any more.
  void waitsNoMore(Tenant tenant) {
    tenant.waiting--;
    if (tenant.waiting == 0) {
      waiting.remove(tenant);
    }
  }

  /// Moves `tenant` to its new position, since it has had more.
  void moved(Tenant tenant) {
    if (tenant.waiting > 0) {
      waiting.put(tenant);
    }
  }

  /// Returns the tenant with waiting calls that has had least; null when no call waits.
  @Nullable Tenant least() {
    return waiting.first();
  }

  /// Returns all tenants that are told apart.
  Collection<Tenant> all() {
    return known.values();
  }

  /// Forgets the tenant that has had least of those without a waiting call. A tenant that returns
  /// is taken to have had as much as the waiting ones, so that little is lost with it.
  private boolean forgetOne() {
    Tenant least = null;
    for (Tenant tenant : known.values()) {
      if (tenant.waiting == 0 && (least == null || Tenant.compare(tenant, least) < 0)) {
        least = tenant;
      }
    }
    return least != null && known.values().remove(least);
  }
}
