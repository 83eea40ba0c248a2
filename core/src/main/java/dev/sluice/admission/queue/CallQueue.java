package dev.sluice.admission.queue;

import dev.sluice.call.Allowance;
import dev.sluice.call.Band;
import dev.sluice.call.Call;
import dev.sluice.call.Cost;
import dev.sluice.call.Failed;
import dev.sluice.call.Permit;
import dev.sluice.call.Settled;
import dev.sluice.call.Target;
import dev.sluice.call.Tried;
import dev.sluice.call.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the calls of some routes wait for their grants: those of all routes that share a target or
/// a credential. One decision picks the waiting call with the best claim and a target whose gates
/// are all open, and enters them; what they have given is settled when the attempt has ended.
///
/// A state machine: it knows no thread and no clock, and takes no lock; one caller at a time. Its
/// driver calls [#advance] at [#wakeAt]. Instants are on [dev.sluice.call.Clock#nanos].
public final class CallQueue {
  private final Consumer<Ticket> decided;
  private final Tenants tenants;
  private final Doors doors = new Doors();
  private final CriticalShare share = new CriticalShare();
  private final Forecast forecast = new Forecast();
  private final Pump pump = new Pump(doors, share, new Leaving());
  private final Sweep sweep = new Sweep(new Leaving());

  /// Those with calls that wait.
  private final List<Lane> lanes = new ArrayList<>();

  private int waiting;

  /// The one that is just being put in: its caller sees what becomes of it.
  private @Nullable Ticket offered;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  /// @param decided told of each call that has waited and does not any more, unless its caller has
  ///   left
  public CallQueue(Map<String, Integer> weights, Consumer<Ticket> decided) {
    this.tenants = new Tenants(weights);
    this.decided = decided;
  }

  /// A new route's part.
  ///
  /// @param byModel whether a target of it passes names on, so that calls for different models wait
  ///   for different things
  public Line line(QueueConfig config, boolean byModel) {
    return new Line(config, byModel);
  }

  /// How many calls wait.
  public int waiting() {
    return waiting;
  }

  /// What waits in one line.
  public Readout readout(Line line, long now) {
    var bands = new EnumMap<Band, Readout.InBand>(Band.class);
    for (Band band : Band.values()) {
      bands.put(band, line.readout(band, now));
    }
    return new Readout(bands);
  }

  /// The short way: grants what may go while nobody waits. Null when that is not so; then [#offer].
  ///
  /// @param order its targets, in the order in which it would have them
  public @Nullable Grant grantAtOnce(Line line, Call call, List<Target> order, long now) {
    if (waiting > 0 || line.isWatched(now)) {
      return null;
    }
    Target open = doors.open(order, call, now);
    return open == null ? null : new Grant(call, open, now);
  }

  /// Whether one of `order` could take `call` now, if nobody waited.
  public boolean isOpen(List<Target> order, Call call, long now) {
    return doors.open(order, call, now) != null;
  }

  /// Grants, refuses or keeps a call.
  ///
  /// @param order its targets, in the order in which it would have them
  public Ticket offer(Line line, Call call, List<Target> order, long now) {
    var ticket = new Ticket(line, call, order, now);
    Lane lane = line.lane(call, order);
    Tenant tenant = tenants.of(call);
    Shelf shelf = lane.shelf(tenant, now);
    boolean free = isFree(lane);
    Target open = doors.open(order, call, now);
    if (open == null && !doors.waits()) {
      ticket.refuse(doors.why().why());
      return ticket;
    }
    price(ticket, now);
    if (free && open != null) {
      count(ticket, shelf, now);
      ticket.grant(new Grant(call, open, now));
      return ticket;
    }
    if (open == null) {
      lane.reason = doors.why().why();
    }
    if (call.tried().cause() == Tried.Cause.HEDGE || ticket.latest - now <= 0) {
      ticket.refuse(Refusals.late(ticket, lane.reason, 0));
      return ticket;
    }
    line.watch(now);
    join(ticket, shelf, now);
    return ticket;
  }

  /// Puts it in, and out again where it cannot stay.
  private void join(Ticket ticket, Shelf shelf, long now) {
    put(ticket, shelf);
    offered = ticket;
    pump(now);
    if (ticket.state() == Ticket.State.WAITING) {
      double limit = (ticket.latest - now) / 1e9;
      double wait = forecast.wait(ticket, shelf, lanes, share.isStrict(), limit, now);
      ticket.predicted = (long) (wait * 1e9);
      if (wait > limit) {
        refuse(ticket, Refusals.late(ticket, shelf.lane.reason, wait));
      } else {
        makeRoom(ticket, wait);
      }
    }
    offered = null;
    if (ticket.state() != Ticket.State.REFUSED) {
      count(ticket, shelf, now);
    }
    tidy();
  }

  /// Lower calls give way to higher ones; the newest of them, since it has lost the least.
  private void makeRoom(Ticket ticket, double wait) {
    Line line = ticket.line;
    while (line.isOverfull()) {
      Ticket lower = line.lowerThan(ticket.band);
      Ticket goes = lower == null ? ticket : lower;
      refuse(goes, Refusals.full(wait));
      if (goes == ticket) {
        return;
      }
    }
  }

  /// The caller has left: a place is given up, and a grant that was not used given back.
  public void leave(Ticket ticket, long now) {
    switch (ticket.state()) {
      case WAITING -> {
        touch(takeOut(ticket));
        ticket.leave();
        pump(now);
      }
      case GRANTED -> {
        Grant unused = ticket.grant();
        ticket.leave();
        var never = new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, java.util.Optional.empty());
        settle(unused, new Settled(never, Usage.NONE, now, OptionalLong.empty(), now));
      }
      case REFUSED, LEFT -> {}
    }
  }

  /// The grant's attempt has had its first meaningful event.
  public void started(Grant grant, long at) {
    for (Permit permit : grant.permits()) {
      permit.started(at);
    }
  }

  /// The answer to the grant's attempt says this of the provider's limits.
  public void allowed(Grant grant, Allowance allowance, long at) {
    for (Permit permit : grant.permits()) {
      permit.allowed(allowance, at);
    }
  }

  /// Takes a grant back whose attempt has ended.
  public void settle(Grant grant, Settled attempt) {
    for (Permit permit : grant.permits()) {
      permit.settle(attempt);
    }
    Tenant tenant = grant.tenant();
    Cost charged = grant.charged();
    if (tenant != null && !attempt.usage().estimated()) {
      Usage used = attempt.usage();
      tenant.serve(used.input() - charged.input(), used.output() - charged.output());
    }
    if (waiting > 0) {
      touch(grant.target().name());
      pump(attempt.ended());
    }
  }

  /// When [#advance] is worth calling if nothing else happens; [Long#MAX_VALUE] for never.
  public long wakeAt() {
    if (waiting == 0) {
      return Long.MAX_VALUE;
    }
    long wake = sweep.due();
    for (int i = 0; i < lanes.size(); i++) {
      wake = Math.min(wake, lanes.get(i).wake);
    }
    return wake;
  }

  /// Grants what may go by now, and refuses what cannot be granted in time.
  public void advance(long now) {
    if (waiting == 0) {
      return;
    }
    if (sweep.due() - now <= 0) {
      sweep.run(lanes, now);
    }
    pump(now);
  }

  /// Refuses all that wait.
  public void refuseAll(Failed why) {
    for (Lane lane : List.copyOf(lanes)) {
      lane.rewind();
      for (Ticket next = lane.next(true); next != null; next = lane.next(true)) {
        refuse(next, why);
      }
    }
    tidy();
  }

  private void price(Ticket ticket, long now) {
    Call call = ticket.call;
    long maxWait = ticket.line.maxWait();
    ticket.cost = Doors.cost(ticket.order, call, now);
    ticket.offset = Places.offset(call, ticket.cost, maxWait, ticket.latest - now);
    ticket.place = Places.place(call, ticket.offset, maxWait, now);
  }

  private static void count(Ticket ticket, Shelf shelf, long now) {
    shelf.inflow.came(ticket.offset, ticket.cost, ticket.isCritical(), now);
  }

  private boolean isFree(Lane lane) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(lane)) {
        return false;
      }
    }
    return true;
  }

  private void put(Ticket ticket, Shelf shelf) {
    Tenant tenant = shelf.tenant;
    if (tenant.waiting == 0) {
      Tenant least = tenants.leastServed();
      if (least != null) {
        tenant.lift(least.served());
      }
    }
    Lane lane = shelf.lane;
    if (lane.size() == 0) {
      lanes.add(lane);
    }
    if (waiting == 0) {
      sweep.begin(ticket.since);
    }
    ticket.shelf = shelf;
    lane.add(ticket, shelf);
    ticket.line.add(ticket);
    tenant.waiting++;
    waiting++;
    lane.dirty = true;
  }

  private Lane takeOut(Ticket ticket) {
    Shelf shelf = ticket.shelf;
    if (shelf == null) {
      throw new IllegalStateException("the call does not wait");
    }
    shelf.lane.remove(ticket, shelf);
    ticket.line.remove(ticket);
    shelf.tenant.waiting--;
    waiting--;
    return shelf.lane;
  }

  private void pump(long now) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.size() > 1 && (lanes.get(i).dirty || lanes.get(i).wake <= now)) {
        touch(lanes.get(i));
      }
    }
    pump.run(lanes, now);
  }

  private void touch(Lane lane) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(lane)) {
        lanes.get(i).dirty = true;
      }
    }
  }

  private void touch(String target) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).leadsTo(target)) {
        lanes.get(i).dirty = true;
      }
    }
  }

  private void tidy() {
    lanes.removeIf(lane -> lane.size() == 0);
  }

  private void refuse(Ticket ticket, Failed why) {
    touch(takeOut(ticket));
    ticket.refuse(why);
    tell(ticket);
  }

  private void tell(Ticket ticket) {
    if (ticket != offered) {
      decided.accept(ticket);
    }
  }

  /// How calls leave the queue.
  private final class Leaving implements Pump.Outlet {
    @Override
    public void grant(Ticket ticket, Target target, long now) {
      Shelf shelf = ticket.shelf;
      takeOut(ticket);
      var grant = new Grant(ticket.call, target, now);
      if (shelf != null) {
        shelf.tenant.serve(ticket.cost.input(), ticket.cost.output());
        grant.charge(shelf.tenant, ticket.cost);
      }
      if (waiting > 0) {
        share.granted(ticket.cost.tokens(), ticket.isCritical(), now);
      }
      ticket.grant(grant);
      tell(ticket);
    }

    @Override
    public void refuse(Ticket ticket, Failed why) {
      CallQueue.this.refuse(ticket, why);
    }
  }
}
