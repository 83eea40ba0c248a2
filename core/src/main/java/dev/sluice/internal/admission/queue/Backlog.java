package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.MeanCost;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.admission.queue.share.Tenants;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All who wait: the lanes that are not empty.
final class Backlog {
  private final Tenants tenants;
  private final List<ContentionGroup> lanes = new ArrayList<>();
  final MeanCost meanCost = new MeanCost();
  private int size;

  /// Whose call has left last, so that one who comes to an empty hall is not before all others for
  /// as long as they have been served.
  private @Nullable Tenant last;

  Backlog(Tenants tenants) {
    this.tenants = tenants;
  }

  /// How many calls wait.
  int size() {
    return size;
  }

  /// Those with calls that wait, to be sorted.
  List<ContentionGroup> lanes() {
    return lanes;
  }

  /// Whether nobody waits for what calls of `group` need.
  boolean isFree(ContentionGroup group) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(group)) {
        return false;
      }
    }
    return true;
  }

  void put(Ticket ticket, TenantQueue queue) {
    Tenant tenant = queue.tenant;
    if (!tenant.isWaiting()) {
      Tenant least = size == 0 ? last : tenants.leastServed();
      if (least != null) {
        tenants.lift(tenant, least);
      }
    }
    enter(ticket, queue);
    ticket.line.add(ticket);
    tenants.waits(tenant, ticket.cost);
    size++;
  }

  private void enter(Ticket ticket, TenantQueue queue) {
    ContentionGroup group = queue.group;
    if (group.size() == 0) {
      lanes.add(group);
    }
    ticket.queue = queue;
    group.add(ticket, queue);
    group.dirty = true;
  }

  /// A model takes from something of its own once it has answered: if that is so since `grant` was
  /// given, those of its calls that wait do so for that.
  ///
  /// @return whether it is so
  boolean follow(Grant grant, long now) {
    boolean elsewhere =
        !grant.sources().equals(GateEvaluator.sources(grant.target(), grant.call(), now));
    if (elsewhere) {
      lanes.stream()
          .map(group -> group.line)
          .distinct()
          .flatMap(line -> line.waiting(grant.call().model()).stream())
          .toList()
          .forEach(ticket -> move(ticket, now));
    }
    return elsewhere;
  }

  private void move(Ticket ticket, long now) {
    TenantQueue from = ticket.tenantQueue();
    ContentionGroup to = ticket.line.lane(ticket.call, ticket.order, now);
    if (to != from.group) {
      from.group.remove(ticket, from);
      enter(ticket, to.tenantQueues().of(from.tenant, now));
    }
  }

  /// Takes it out of the lane that it waits in, which is returned.
  ContentionGroup takeOut(Ticket ticket) {
    TenantQueue queue = ticket.tenantQueue();
    queue.group.remove(ticket, queue);
    ticket.line.remove(ticket);
    tenants.waitsNoMore(queue.tenant, ticket.cost);
    size--;
    last = queue.tenant;
    return queue.group;
  }

  /// It is worth to ask for the calls of `group` again, and for those that contend with them.
  void touch(ContentionGroup group) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(group)) {
        lanes.get(i).dirty = true;
      }
    }
  }

  /// The calls that may take what `grant` has given back can be asked for again.
  void touch(Grant grant, long now) {
    List<Object> sources = GateEvaluator.sources(grant.target(), grant.call(), now);
    for (int i = 0; i < lanes.size(); i++) {
      ContentionGroup group = lanes.get(i);
      if (group.takesFrom(sources) || group.takesFrom(grant.sources())) {
        group.dirty = true;
      }
    }
  }

  /// Marks each group that is due as runnable, together with the groups that contend with it.
  void rouse(long now) {
    if (lanes.size() > 1) {
      for (int i = 0; i < lanes.size(); i++) {
        if (lanes.get(i).dirty || lanes.get(i).wake <= now) {
          touch(lanes.get(i));
        }
      }
    }
  }

  /// When the next one is to be asked for.
  long wake() {
    long wake = Long.MAX_VALUE;
    for (int i = 0; i < lanes.size(); i++) {
      wake = Math.min(wake, lanes.get(i).wake);
    }
    return wake;
  }

  void tidy() {
    lanes.removeIf(group -> group.size() == 0);
  }
}
