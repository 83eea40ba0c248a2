package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Yardstick;
import dev.sluice.admission.queue.share.Tenant;
import dev.sluice.admission.queue.share.Tenants;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All who wait: the lanes that are not empty.
final class Hall {
  private final Tenants tenants;
  private final List<Lane> lanes = new ArrayList<>();
  final Yardstick yardstick = new Yardstick();
  private int size;

  /// Whose call has left last, so that one who comes to an empty hall is not before all others for
  /// as long as they have been served.
  private @Nullable Tenant last;

  Hall(Tenants tenants) {
    this.tenants = tenants;
  }

  /// How many calls wait.
  int size() {
    return size;
  }

  /// Those with calls that wait, to be sorted.
  List<Lane> lanes() {
    return lanes;
  }

  /// Whether nobody waits for what calls of `lane` need.
  boolean isFree(Lane lane) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(lane)) {
        return false;
      }
    }
    return true;
  }

  void put(Ticket ticket, Shelf shelf) {
    Tenant tenant = shelf.tenant;
    if (!tenant.isWaiting()) {
      Tenant least = size == 0 ? last : tenants.leastServed();
      if (least != null) {
        tenants.lift(tenant, least);
      }
    }
    enter(ticket, shelf);
    ticket.line.add(ticket);
    tenants.waits(tenant, ticket.cost);
    size++;
  }

  private void enter(Ticket ticket, Shelf shelf) {
    Lane lane = shelf.lane;
    if (lane.size() == 0) {
      lanes.add(lane);
    }
    ticket.shelf = shelf;
    lane.add(ticket, shelf);
    lane.dirty = true;
  }

  /// A model takes from something of its own once it has answered: if that is so since `grant` was
  /// given, those of its calls that wait do so for that.
  ///
  /// @return whether it is so
  boolean follow(Grant grant, long now) {
    boolean elsewhere = !grant.sources().equals(Doors.sources(grant.target(), grant.call(), now));
    if (elsewhere) {
      lanes.stream()
          .map(lane -> lane.line)
          .distinct()
          .flatMap(line -> line.waiting(grant.call().model()).stream())
          .toList()
          .forEach(ticket -> move(ticket, now));
    }
    return elsewhere;
  }

  private void move(Ticket ticket, long now) {
    Shelf from = ticket.shelf();
    Lane to = ticket.line.lane(ticket.call, ticket.order, now);
    if (to != from.lane) {
      from.lane.remove(ticket, from);
      enter(ticket, to.shelves().of(from.tenant, now));
    }
  }

  /// Takes it out of the lane that it waits in, which is returned.
  Lane takeOut(Ticket ticket) {
    Shelf shelf = ticket.shelf();
    shelf.lane.remove(ticket, shelf);
    ticket.line.remove(ticket);
    tenants.waitsNoMore(shelf.tenant, ticket.cost);
    size--;
    last = shelf.tenant;
    return shelf.lane;
  }

  /// It is worth to ask for the calls of `lane` again, and for those that contend with them.
  void touch(Lane lane) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).contends(lane)) {
        lanes.get(i).dirty = true;
      }
    }
  }

  /// It is worth to ask for those again that may take what `grant` has given back.
  void touch(Grant grant, long now) {
    List<Object> sources = Doors.sources(grant.target(), grant.call(), now);
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.takesFrom(sources) || lane.takesFrom(grant.sources())) {
        lane.dirty = true;
      }
    }
  }

  /// Who is asked for by now is asked for together with those that contend with it.
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
    lanes.removeIf(lane -> lane.size() == 0);
  }
}
