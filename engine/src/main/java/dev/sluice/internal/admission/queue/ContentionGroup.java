package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.OwnSource;
import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.TenantQueue.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The calls of a route that wait for the same things, and so for each other: one queue for each
/// tenant that has called.
final class ContentionGroup implements Ticket.Container {
  final RouteQueue route;

  /// Whether its calls may be of different models, and so wait for different things after all.
  final boolean mixed;

  private final List<Object> sources;

  /// The sources of the group that one model's calls take from alone. Of a mixed group these are
  /// the sources of the call that it was made for, since those of its other calls are not known.
  private final List<OwnSource> ofModels;

  /// The queues' rows, ordered by their next calls.
  private final IndexedHeap<Row> criticals = new IndexedHeap<>(TenantQueue.ORDER);

  private final IndexedHeap<Row> others = new IndexedHeap<>(TenantQueue.ORDER);
  private final Map<Tenant, TenantQueue> queues = new LinkedHashMap<>();

  /// The queue asked for last.
  private @Nullable TenantQueue latest;

  /// The demand of each tenant in this group, and the critical demand of all of them.
  private final DemandPool demands = new DemandPool();

  private final TenantDemand critical = new TenantDemand();

  private final List<CoDel> codels;
  private int size;
  private long added;

  /// Until when the rates of arrival have not decayed.
  private long fresh;

  /// When it is useful to ask the gates about the group's next call again.
  long wake = Long.MAX_VALUE;

  /// Whether it is useful now to ask the gates about the group's calls.
  boolean runnable;

  /// Why one of the group's calls was last kept from going; null once no call waits.
  @Nullable Failed reason;

  /// Whether everything that was found to keep the group's calls from going belongs to their models
  /// alone.
  private boolean apart;

  /// The tokens of the smallest call of the group that was found not to fit.
  double blocked = Double.POSITIVE_INFINITY;

  /// The group's call that goes first, set while groups are compared.
  @Nullable Ticket front;

  /// @param mixed see [#mixed]
  /// @param sources the sources that the group's calls take from
  ContentionGroup(RouteQueue route, boolean mixed, List<Object> sources) {
    this.route = route;
    this.mixed = mixed;
    this.sources = sources;
    this.ofModels = OwnSource.among(sources);
    this.codels = Stream.of(Band.values()).map(_ -> new CoDel(route.maxWait())).toList();
  }

  int size() {
    return size;
  }

  /// Returns the queue of `tenant`, which is made if there is none.
  TenantQueue of(Tenant tenant, long now) {
    TenantQueue queue =
        latest != null && latest.tenant.equals(tenant) ? latest : queues.get(tenant);
    if (queue == null) {
      queue = add(tenant, now);
    }
    latest = queue;
    return queue;
  }

  private TenantQueue add(Tenant tenant, long now) {
    if (queues.size() > Tenants.MOST) {
      queues.values().stream().filter(TenantQueue::isIdle).toList().forEach(this::forget);
    }
    var queue = new TenantQueue(route, tenant, criticals, others, now);
    fresh = queues.isEmpty() ? now : Math.min(fresh, queue.fresh());
    queues.put(tenant, queue);
    demands.add(queue.demand);
    queue.criticalDemand.join(critical);
    tenant.follow(queue);
    return queue;
  }

  private void forget(TenantQueue queue) {
    latest = null;
    queues.remove(queue.tenant);
    demands.remove(queue.demand);
    queue.criticalDemand.part();
    queue.tenant.unfollow(queue);
  }

  /// Drops the queues of all tenants, when the group is not used any more.
  void close() {
    List.copyOf(queues.values()).forEach(this::forget);
  }

  /// Returns the queues of all tenants, also those where no call waits.
  Collection<TenantQueue> queues() {
    return queues.values();
  }

  void add(Ticket ticket, long now) {
    of(ticket.tenant, now).add(ticket, added++);
    size++;
    runnable = true;
  }

  void remove(Ticket ticket) {
    queue(ticket).remove(ticket);
    size--;
    if (size == 0) {
      reason = null;
      apart = false;
    }
  }

  /// Gives a call that waits another priority key.
  void reorder(Ticket ticket, long key) {
    TenantQueue queue = queue(ticket);
    queue.remove(ticket);
    ticket.key = key;
    queue.add(ticket, added++);
    runnable = true;
  }

  private TenantQueue queue(Ticket ticket) {
    TenantQueue queue = queues.get(ticket.tenant);
    if (queue == null) {
      throw new IllegalStateException("the call does not wait here");
    }
    return queue;
  }

  /// Adds to `into` what each tenant but that of `own` has waiting in this group and is expected to
  /// add within `seconds`, up to what the tenant may have until its counter is `until`.
  void othersUpTo(TenantQueue own, double until, double seconds, long now, Demand into) {
    refresh(now);
    demands.upTo(own.demand, until, seconds, into);
  }

  /// Adds to `into` the critical demand of all tenants but that of `own`, within `seconds`.
  void othersCritical(TenantQueue own, double seconds, long now, Demand into) {
    refresh(now);
    critical.addTo(into, seconds, own.criticalDemand);
  }

  private void refresh(long now) {
    if (now - fresh <= 0 || queues.size() <= 1) {
      return;
    }
    fresh = Long.MAX_VALUE;
    for (TenantQueue queue : queues.values()) {
      queue.refresh(now);
      fresh = Math.min(fresh, queue.fresh());
    }
    demands.regroup();
  }

  /// Returns the call that goes first: of the least-served tenants the one with the smallest key.
  ///
  /// @param strict up to which round of their tenants critical calls go before all others
  @Nullable Ticket first(long strict) {
    Row row = firstRow(strict);
    return row == null ? null : row.next();
  }

  private @Nullable Row firstRow(long strict) {
    Row critical = criticals.first();
    Row other = others.first();
    Ticket a = critical == null ? null : critical.next();
    Ticket b = other == null ? null : other.next();
    return b == null || (a != null && !b.isBefore(a, strict)) ? critical : other;
  }

  /// Forgets what kept the group's calls from going, before the gates are asked about them again.
  void ask() {
    runnable = false;
    wake = Long.MAX_VALUE;
    blocked = Double.POSITIVE_INFINITY;
    apart = false;
  }

  /// Notes that one of the group's calls was found not to go.
  ///
  /// @param until when it is useful to ask about that call again
  void keep(Gate.Closed by, long until) {
    apart = by.ofModel() && (apart || wake == Long.MAX_VALUE);
    reason = by.why();
    wake = Math.min(wake, until);
  }

  /// Whether the group's calls are all for one model that has a source of its own.
  boolean isOfOneModel() {
    return !mixed && !ofModels.isEmpty();
  }

  /// Whether calls of the other group may take what those of this one wait for. Of a group that is
  /// mixed that is not known, so it is assumed, unless all that keeps its calls is their models'
  /// own: then no other group waits behind it, even one of a model that it has calls for as well.
  boolean contends(ContentionGroup other) {
    if (other == this) {
      return true;
    }
    if (apart || other.apart) {
      return ofModels.stream().anyMatch(other.ofModels::contains);
    }
    return mixed || other.mixed || takesFrom(other.sources);
  }

  boolean takesFrom(List<Object> any) {
    for (int i = 0; i < any.size(); i++) {
      if (sources.contains(any.get(i))) {
        return true;
      }
    }
    return mixed;
  }

  /// Whether what is short is capacity, not quota.
  boolean lacksCapacity() {
    return reason instanceof Failed.Overloaded;
  }

  CoDel codel(Band band) {
    return codels.get(band.rank());
  }

  /// Iterator over the calls of the group, in the order in which they go. A call that is passed
  /// keeps its key. Meanwhile calls may be taken out of the group, but none put in, and there is no
  /// second cursor.
  final class Cursor implements AutoCloseable {
    private final List<Row> passed = new ArrayList<>();
    private @Nullable Row at;

    /// The first call that is not passed; null at the end.
    ///
    /// @param strict up to which round of their tenants critical calls go before all others
    @Nullable Ticket next(long strict) {
      at = firstRow(strict);
      return at == null ? null : at.next();
    }

    /// Passes the call that [#next] has returned, which is still in the group.
    void pass() {
      if (at != null && at.pass()) {
        passed.add(at);
      }
    }

    /// Moves all rows back to their first calls.
    @Override
    public void close() {
      for (int i = 0; i < passed.size(); i++) {
        passed.get(i).reset();
      }
    }
  }
}
