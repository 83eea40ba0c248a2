package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.IndexedHeap;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.admission.queue.share.Tenants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The queues of a contention group: one for each tenant that has called.
final class TenantQueues {
  private final ContentionGroup group;
  private final IndexedHeap<QueueRow> criticals;
  private final IndexedHeap<QueueRow> others;
  private final Map<String, TenantQueue> byTenant = new HashMap<>();
  private final List<TenantQueue> all = new ArrayList<>();

  /// What each of them means to the others.
  private final DemandPool demands = new DemandPool();

  /// What is critical of all.
  private final TenantDemand critical = new TenantDemand();

  /// Until when what comes has not faded.
  private long fresh;

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
    if (all.size() > Tenants.MOST) {
      List.copyOf(all).stream().filter(idle -> idle.size() == 0).forEach(this::forget);
    }
    if (all.isEmpty()) {
      fresh = now;
    }
    return add(new TenantQueue(group, tenant, criticals, others, now));
  }

  /// All of them, also where nobody waits.
  List<TenantQueue> all() {
    return all;
  }

  /// What each tenant has there.
  DemandPool demands() {
    return demands;
  }

  /// What is critical of all together.
  TenantDemand critical() {
    return critical;
  }

  /// Lets what comes fade, if it is time.
  void refresh(long now) {
    if (now - fresh <= 0 || all.size() <= 1) {
      return;
    }
    fresh = Long.MAX_VALUE;
    for (int i = 0; i < all.size(); i++) {
      TenantQueue queue = all.get(i);
      queue.refresh(now);
      fresh = Math.min(fresh, queue.fresh());
    }
    demands.regroup();
  }

  /// Its lane is not used any more.
  void forgetAll() {
    List.copyOf(all).forEach(this::forget);
  }

  private TenantQueue add(TenantQueue queue) {
    fresh = Math.min(fresh, queue.fresh());
    byTenant.put(queue.tenant.name(), queue);
    all.add(queue);
    demands.add(queue.demand);
    queue.criticalDemand.join(critical);
    queue.tenant.follow(queue);
    return queue;
  }

  private void forget(TenantQueue queue) {
    byTenant.remove(queue.tenant.name());
    all.remove(queue);
    demands.remove(queue.demand);
    queue.criticalDemand.part();
    queue.tenant.unfollow(queue);
  }
}
