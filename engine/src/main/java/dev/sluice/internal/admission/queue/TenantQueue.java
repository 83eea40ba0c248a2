package dev.sluice.internal.admission.queue;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Per-tenant queue of deficit round robin: the calls of one tenant that wait in a contention
/// group, critical ones and others, each in a calendar queue.
///
/// ```text
/// order = (round of the tenant, priority key of the call)       the smallest is next
/// ```
///
/// The rounds are those of [dev.sluice.internal.admission.queue.Tenants]; the key is that of
/// [dev.sluice.internal.admission.queue.PriorityKey]. Putting in, taking out and asking what goes
/// before a key do not depend on how many calls wait; finding the next tenant is logarithmic in the
/// tenants that wait.
///
/// Source: deficit round robin (Shreedhar and Varghese, 1995); calendar queue (Brown, 1988); sums
/// over its slots: binary indexed tree (Fenwick, 1994); ADR 0020.
///
/// Limitations: keys within one slot (half a second at a `max_wait` of 30 s) are in the order of
/// arrival. A tenant is ordered as a whole: its least urgent call goes before any call of a tenant
/// in a later round, critical ones within [dev.sluice.internal.admission.queue.CriticalShare]
/// excepted.
final class TenantQueue implements Tenant.Follower {
  /// Orders rows: of the least-served tenants the row with the smallest key is first, of equals the
  /// one that waits longest. One object serves all heaps, so that their comparisons stay fast.
  static final Comparator<Row> ORDER = Row::compare;

  final Tenant tenant;

  /// The tenant's demand as forecasts for other tenants count it, and the critical part of it,
  /// which is used only as a part of the sum over all tenants.
  final TenantDemand demand = new TenantDemand();

  final TenantDemand criticalDemand = new TenantDemand();

  private final RouteQueue route;
  private final Row critical;
  private final Row others;
  private final ArrivalRates arrivalRates;
  private final Demand arrivals = new Demand();

  /// @param criticals orders the rows of critical calls of all tenants
  /// @param others orders the rows of all other calls
  TenantQueue(
      RouteQueue route,
      Tenant tenant,
      IndexedHeap<Row> criticals,
      IndexedHeap<Row> others,
      long now) {
    this.route = route;
    this.tenant = tenant;
    this.critical = new Row(criticals);
    this.others = new Row(others);
    long maxWait = route.maxWait();
    this.arrivalRates =
        new ArrivalRates(PriorityKey.least(maxWait), PriorityKey.most(maxWait), now);
    demand.follow(tenant);
  }

  boolean isIdle() {
    return critical.calendar == null && others.calendar == null;
  }

  /// Adds a call that waits.
  ///
  /// @param number larger than that of any call added before
  void add(Ticket ticket, long number) {
    row(ticket).add(ticket, number);
    count(ticket, 1);
  }

  void remove(Ticket ticket) {
    row(ticket).remove(ticket);
    count(ticket, -1);
  }

  private void count(Ticket ticket, int calls) {
    demand.waits(ticket.cost, calls);
    if (ticket.isCritical()) {
      criticalDemand.waits(ticket.cost, calls);
    }
  }

  private Row row(Ticket ticket) {
    return ticket.isCritical() ? critical : others;
  }

  /// Adds to `into` what goes before `ticket`, which may wait in this queue or not.
  void before(Ticket ticket, long strictTo, Demand into) {
    boolean strict = tenant.round() <= strictTo;
    if (strict && !ticket.isCritical()) {
      into.add(criticalDemand.waits(), 1);
    } else {
      critical.before(ticket.key, into);
    }
    if (!(strict && ticket.isCritical())) {
      others.before(ticket.key, into);
    }
  }

  /// Counts a call that has arrived and is granted, or waits.
  void arrived(Ticket ticket, long now) {
    arrivalRates.arrived(ticket.offset, ticket.cost, ticket.isCritical(), now);
    update(now);
  }

  /// Adds to `into` what is expected to arrive within `seconds` and to go before `ticket`.
  void overtaking(Ticket ticket, double seconds, long now, Demand into) {
    refresh(now);
    arrivalRates.overtaking(ticket.offset, seconds, now, into);
  }

  /// Returns until when the rates of arrival stay as they are if no call arrives.
  long fresh() {
    return arrivalRates.fresh();
  }

  /// Lets the rates of arrival decay, if it is time to.
  void refresh(long now) {
    if (now - arrivalRates.fresh() > 0) {
      update(now);
    }
  }

  private void update(long now) {
    arrivals.clear();
    arrivalRates.addTo(arrivals, false, now);
    demand.arrives(arrivals);
    arrivals.clear();
    arrivalRates.addTo(arrivals, true, now);
    criticalDemand.arrives(arrivals);
  }

  @Override
  public void served(boolean inAnotherRound) {
    demand.follow(tenant);
    if (inAnotherRound) {
      critical.moveTo(critical.next);
      others.moveTo(others.next);
    }
  }

  /// The critical calls of the tenant, or all others, by their keys. Rows are compared by their
  /// next calls; a row is in its heap while it has a next call.
  final class Row extends IndexedHeap.Member {
    private final IndexedHeap<Row> rows;
    private @Nullable CalendarQueue<Ticket> calendar;
    private @Nullable Ticket next;

    // Of the next call, since rows are compared all the time.
    private long key;
    private long round;

    /// The number of the row's first call.
    private long number;

    /// Whether a cursor is behind the row's first call.
    private boolean passed;

    Row(IndexedHeap<Row> rows) {
      this.rows = rows;
    }

    @Nullable Ticket next() {
      return next;
    }

    private void add(Ticket ticket, long of) {
      if (calendar == null) {
        calendar = route.calendar();
        number = of;
      }
      calendar.add(ticket);
      reset();
    }

    private void remove(Ticket ticket) {
      if (calendar == null) {
        throw new IllegalStateException("the call does not wait here");
      }
      if (ticket == next) {
        moveTo(calendar.behind(ticket));
      }
      calendar.remove(ticket);
      if (calendar.size() == 0) {
        route.giveBack(calendar);
        calendar = null;
      }
    }

    private void before(long of, Demand into) {
      if (calendar != null) {
        calendar.before(of, into);
      }
    }

    /// Moves behind the next call.
    ///
    /// @return whether that was the row's first call
    boolean pass() {
      boolean first = !passed;
      passed = true;
      moveTo(calendar == null || next == null ? null : calendar.behind(next));
      return first;
    }

    /// Moves to the first call.
    void reset() {
      passed = false;
      moveTo(calendar == null ? null : calendar.head());
    }

    private void moveTo(@Nullable Ticket to) {
      next = to;
      if (to == null) {
        rows.remove(this);
      } else {
        key = to.key;
        round = tenant.round();
        rows.put(this);
      }
    }

    private static int compare(Row a, Row b) {
      if (a.round != b.round) {
        return a.round < b.round ? -1 : 1;
      }
      return a.key != b.key ? Long.signum(a.key - b.key) : Long.compare(a.number, b.number);
    }
  }
}
