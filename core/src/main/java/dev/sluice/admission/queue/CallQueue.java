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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Sweep sweep = new Sweep(new Leaving());
  private final Pump pump;

  private final Hall hall;

  /// The one that is just being put in: its caller sees what becomes of it.
  private @Nullable Ticket offered;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  /// @param decided told of each call that has waited and does not any more, unless its caller has
  ///   left
  public CallQueue(Map<String, Integer> weights, Consumer<Ticket> decided) {
    this.tenants = new Tenants(weights);
    this.hall = new Hall(tenants);
    this.pump = new Pump(doors, share, tenants, new Leaving());
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
    return hall.size();
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
    if (hall.size() > 0 || line.isWatched(now)) {
      return null;
    }
    Target open = doors.open(order, call, now);
    return open == null ? null : new Grant(call, open, now);
  }

  /// The one of `order` that could take `call` now, if nobody waited; null when there is none.
  public @Nullable Target open(List<Target> order, Call call, long now) {
    return doors.open(order, call, now);
  }

  /// Grants, refuses or keeps a call.
  ///
  /// @param order its targets, in the order in which it would have them
  public Ticket offer(Line line, Call call, List<Target> order, long now) {
    var ticket = new Ticket(line, call, order, now);
    Lane lane = line.lane(call, order);
    Tenant tenant = tenants.of(call);
    Shelf shelf = lane.shelf(tenant, now);
    boolean free = hall.isFree(lane);
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
    if (hall.size() == 0) {
      sweep.begin(now);
    }
    hall.put(ticket, shelf);
    offered = ticket;
    pump(now);
    if (ticket.state() == Ticket.State.WAITING) {
      double limit = (ticket.latest - now) / 1e9;
      long strict = share.strictTo(tenants.leastTurn());
      double wait = forecast.wait(ticket, shelf, hall.lanes(), strict, limit, now);
      ticket.predicted = (long) (wait * 1e9);
      if (wait > ticket.line.prudence().share(ticket) * limit) {
        ticket.line.prudence().early();
        refuse(ticket, Refusals.late(ticket, shelf.lane.reason, wait));
      } else {
        makeRoom(ticket, wait);
      }
    }
    offered = null;
    if (ticket.state() != Ticket.State.REFUSED) {
      count(ticket, shelf, now);
    }
    hall.tidy();
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
        hall.touch(hall.takeOut(ticket));
        ticket.leave();
        pump(now);
      }
      case GRANTED -> {
        Grant unused = ticket.grant();
        ticket.leave();
        var never = new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, Optional.empty());
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
    grant.settle(attempt);
    Tenant tenant = grant.tenant();
    Cost charged = grant.charged();
    if (tenant != null && !attempt.usage().estimated()) {
      Usage used = attempt.usage();
      tenant.serve(used.input() - charged.input(), used.output() - charged.output());
    }
    if (hall.size() > 0) {
      hall.touch(grant.target().name());
      pump(attempt.ended());
    }
  }

  /// When [#advance] is worth calling if nothing else happens; [Long#MAX_VALUE] for never.
  public long wakeAt() {
    if (hall.size() == 0) {
      return Long.MAX_VALUE;
    }
    return Math.min(sweep.due(), hall.wake());
  }

  /// Grants what may go by now, and refuses what cannot be granted in time.
  public void advance(long now) {
    if (hall.size() == 0) {
      return;
    }
    if (sweep.due() - now <= 0) {
      sweep.run(hall.lanes(), now);
    }
    pump(now);
  }

  /// Refuses one that waits if its time is up.
  public void expire(Ticket ticket, long now) {
    Shelf shelf = ticket.shelf;
    if (ticket.state() == Ticket.State.WAITING && shelf != null && ticket.latest - now <= 0) {
      Failed why = Refusals.late(ticket, shelf.lane.reason, opensIn(shelf.lane, now));
      refuse(ticket, why);
      pump(now);
    }
  }

  /// How long until a call of `lane` may go, in seconds, as far as that is known.
  private static double opensIn(Lane lane, long now) {
    return lane.wake == Long.MAX_VALUE ? 0 : Math.max(0, lane.wake - now) / 1e9;
  }

  /// Refuses all that wait.
  public void refuseAll(Failed why) {
    for (Lane lane : List.copyOf(hall.lanes())) {
      lane.rewind();
      for (Ticket next = lane.next(Long.MAX_VALUE);
          next != null;
          next = lane.next(Long.MAX_VALUE)) {
        refuse(next, why);
      }
    }
    hall.tidy();
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

  private void pump(long now) {
    hall.rouse(now);
    pump.run(hall.lanes(), now);
  }

  private void refuse(Ticket ticket, Failed why) {
    hall.touch(hall.takeOut(ticket));
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
      hall.takeOut(ticket);
      var grant = new Grant(ticket.call, target, now);
      if (shelf != null) {
        shelf.tenant.serve(ticket.cost.input(), ticket.cost.output());
        grant.charge(shelf.tenant, ticket.cost);
      }
      if (hall.size() > 0) {
        share.granted(ticket.cost.tokens(), ticket.isCritical(), now);
      }
      ticket.grant(grant);
      tell(ticket);
    }

    @Override
    public void refuse(Ticket ticket, Failed why) {
      CallQueue.this.refuse(ticket, why);
    }

    @Override
    public void hurry(Ticket ticket, long now) {
      Shelf shelf = ticket.shelf;
      if (shelf != null) {
        ticket.hurried = true;
        shelf.remove(ticket);
        ticket.place = Places.hurried(ticket.latest, ticket.line.maxWait(), now);
        shelf.add(ticket);
        shelf.lane.dirty = true;
      }
    }

    @Override
    public void miss(Ticket ticket, Failed why) {
      ticket.line.prudence().late();
      CallQueue.this.refuse(ticket, why);
    }
  }
}
