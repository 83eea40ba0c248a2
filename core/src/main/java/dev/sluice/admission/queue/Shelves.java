package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.share.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shelves of a lane: one for each tenant that has called.
final class Shelves {
  private static final int MOST_IDLE = 300;

  /// A forecast tells thirty-two tenants apart.
  private static final int HALVINGS = 5;

  /// How long tenants that are alike are taken to stay so, in nanoseconds.
  private static final long REGROUP = 100_000_000;

  private final Lane lane;
  private final Heap<Row> criticals;
  private final Heap<Row> others;
  private final Map<String, Shelf> byTenant = new HashMap<>();
  private final List<Shelf> all = new ArrayList<>();

  /// What each of them means to the others.
  private final Rivals rivals = new Rivals(HALVINGS);

  /// They are added up only.
  private final Rivals critical = new Rivals(0);

  /// Until when what comes has not faded.
  private long fresh;

  /// When it was found out last who are alike.
  private long grouped;

  /// @param criticals where rows of critical calls are in their order
  /// @param others where the other ones are
  Shelves(Lane lane, Heap<Row> criticals, Heap<Row> others) {
    this.lane = lane;
    this.criticals = criticals;
    this.others = others;
  }

  Shelf of(Tenant tenant, long now) {
    Shelf shelf = byTenant.get(tenant.name());
    if (shelf != null && shelf.tenant == tenant) {
      return shelf;
    }
    if (shelf != null) {
      forget(shelf);
    }
    if (all.size() > MOST_IDLE) {
      List.copyOf(all).stream().filter(idle -> idle.size() == 0).forEach(this::forget);
    }
    if (all.isEmpty()) {
      fresh = now;
      grouped = now;
    }
    return add(new Shelf(lane, tenant, criticals, others, now));
  }

  /// All of them, also where nobody waits.
  List<Shelf> all() {
    return all;
  }

  /// What all have there, or what of it is critical.
  Rivals rivals(boolean criticalOnly, long now) {
    if (now - fresh > 0 && all.size() > 1) {
      refresh(now);
      if (now - grouped > REGROUP) {
        grouped = now;
        rivals.group();
        critical.group();
      }
    }
    return criticalOnly ? critical : rivals;
  }

  private void refresh(long now) {
    fresh = Long.MAX_VALUE;
    for (int i = 0; i < all.size(); i++) {
      Shelf shelf = all.get(i);
      shelf.refresh(now);
      fresh = Math.min(fresh, shelf.fresh());
    }
  }

  /// Its lane is not used any more.
  void forgetAll() {
    List.copyOf(all).forEach(this::forget);
  }

  private Shelf add(Shelf shelf) {
    fresh = Math.min(fresh, shelf.fresh());
    byTenant.put(shelf.tenant.name(), shelf);
    all.add(shelf);
    rivals.add(shelf.rival);
    critical.add(shelf.criticalRival);
    shelf.tenant.follow(shelf);
    return shelf;
  }

  private void forget(Shelf shelf) {
    byTenant.remove(shelf.tenant.name());
    all.remove(shelf);
    rivals.remove(shelf.rival);
    critical.remove(shelf.criticalRival);
    shelf.tenant.unfollow(shelf);
  }
}
