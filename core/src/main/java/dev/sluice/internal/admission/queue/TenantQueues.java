package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.IndexedHeap;
import dev.sluice.internal.admission.queue.share.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The queues of a contention group: one for each tenant that has called.
final class TenantQueues {
  private static final int MOST_IDLE = 300;

  /// A forecast tells thirty-two tenants apart.
  private static final int HALVINGS = 5;

  /// How long tenants that are alike are taken to stay so, in nanoseconds.
  private static final long REGROUP = 100_000_000;

  private final ContentionGroup group;
  private final IndexedHeap<QueueRow> criticals;
  private final IndexedHeap<QueueRow> others;
  private final Map<String, TenantQueue> byTenant = new HashMap<>();
  private final List<TenantQueue> all = new ArrayList<>();

  /// What each of them means to the others.
  private final DemandClusters clusters = new DemandClusters(HALVINGS);

  /// They are added up only.
  private final DemandClusters critical = new DemandClusters(0);

  /// Until when what comes has not faded.
  private long fresh;

  /// When it was found out last who are alike.
  private long grouped;

  /// @param criticals where rows of critical calls are in their order
  /// @param others where the other ones are
  TenantQueues(
      ContentionGroup group, IndexedHeap<QueueRow> criticals, IndexedHeap<QueueRow> others) {
    this.group = group;
    this.criticals = criticals;
    this.others = others;
  }

  TenantQueue of(Tenant tenant, long now) {
    TenantQueue queue = byTenant.get(tenant.name());
    if (queue != null && queue.tenant == tenant) {
      return queue;
    }
    if (queue != null) {
      forget(queue);
    }
    if (all.size() > MOST_IDLE) {
      List.copyOf(all).stream().filter(idle -> idle.size() == 0).forEach(this::forget);
    }
    if (all.isEmpty()) {
      fresh = now;
      grouped = now;
    }
    return add(new TenantQueue(group, tenant, criticals, others, now));
  }

  /// All of them, also where nobody waits.
  List<TenantQueue> all() {
    return all;
  }

  /// What all have there, or what of it is critical.
  DemandClusters demandClusters(boolean criticalOnly, long now) {
    if (now - fresh > 0 && all.size() > 1) {
      refresh(now);
      if (now - grouped > REGROUP) {
        grouped = now;
        clusters.group();
        critical.group();
      }
    }
    return criticalOnly ? critical : clusters;
  }

  private void refresh(long now) {
    fresh = Long.MAX_VALUE;
    for (int i = 0; i < all.size(); i++) {
      TenantQueue queue = all.get(i);
      queue.refresh(now);
      fresh = Math.min(fresh, queue.fresh());
    }
  }

  /// Its lane is not used any more.
  void forgetAll() {
    List.copyOf(all).forEach(this::forget);
  }

  private TenantQueue add(TenantQueue queue) {
    fresh = Math.min(fresh, queue.fresh());
    byTenant.put(queue.tenant.name(), queue);
    all.add(queue);
    clusters.add(queue.demand);
    critical.add(queue.criticalRival);
    queue.tenant.follow(queue);
    return queue;
  }

  private void forget(TenantQueue queue) {
    byTenant.remove(queue.tenant.name());
    all.remove(queue);
    clusters.remove(queue.demand);
    critical.remove(queue.criticalRival);
    queue.tenant.unfollow(queue);
  }
}
