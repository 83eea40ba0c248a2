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
    Lane lane = shelf.lane;
    if (lane.size() == 0) {
      lanes.add(lane);
    }
    ticket.shelf = shelf;
    lane.add(ticket, shelf);
    ticket.line.add(ticket);
    tenants.waits(tenant, ticket.cost);
    size++;
    lane.dirty = true;
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
      if (lanes.get(i).takesFrom(sources)) {
        lanes.get(i).dirty = true;
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
