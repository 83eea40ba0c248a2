package dev.sluice.admission.queue;

import org.jspecify.annotations.Nullable;

/// The calls of one tenant that wait in a lane: critical ones and others.
final class Shelf {
  final Lane lane;
  final Tenant tenant;
  final Inflow inflow;

  private @Nullable Calendar critical;
  private @Nullable Calendar others;

  // While it is looked for the next one to go: where to look on.
  private @Nullable Ticket nextCritical;
  private @Nullable Ticket nextOther;

  Shelf(Lane lane, Tenant tenant, long now) {
    this.lane = lane;
    this.tenant = tenant;
    long maxWait = lane.line.maxWait();
    this.inflow = new Inflow(Places.least(maxWait), Places.most(maxWait), now);
  }

  int size() {
    return size(critical) + size(others);
  }

  int criticals() {
    return size(critical);
  }

  void add(Ticket ticket) {
    if (ticket.isCritical()) {
      critical = in(critical);
      critical.add(ticket);
    } else {
      others = in(others);
      others.add(ticket);
    }
  }

  void remove(Ticket ticket) {
    Calendar from = ticket.isCritical() ? critical : others;
    if (from == null) {
      throw new IllegalStateException("the call does not wait here");
    }
    if (ticket == nextCritical) {
      nextCritical = from.behind(ticket);
    } else if (ticket == nextOther) {
      nextOther = from.behind(ticket);
    }
    from.remove(ticket);
    if (from.size() == 0) {
      forget(from);
    }
  }

  /// Looks from the front on.
  void rewind() {
    nextCritical = critical == null ? null : critical.head();
    nextOther = others == null ? null : others.head();
  }

  /// The next one to go.
  ///
  /// @param strict up to which turn critical calls come first in any case
  @Nullable Ticket next(long strict) {
    Ticket one = nextCritical;
    Ticket other = nextOther;
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return tenant.turn() <= strict || one.place - other.place <= 0 ? one : other;
  }

  /// Looks behind `ticket`, which was the next.
  void pass(Ticket ticket) {
    if (ticket == nextCritical && critical != null) {
      nextCritical = critical.behind(ticket);
    } else if (ticket == nextOther && others != null) {
      nextOther = others.behind(ticket);
    }
  }

  /// Adds to `into` what stands in front of `place`.
  ///
  /// @param isCritical whether it is asked for a critical call
  void before(long place, boolean isCritical, long strictTo, Sum into) {
    boolean strict = tenant.turn() <= strictTo;
    if (critical != null) {
      if (strict && !isCritical) {
        critical.all(into);
      } else {
        critical.before(place, into);
      }
    }
    if (others != null && !(strict && isCritical)) {
      others.before(place, into);
    }
  }

  /// Adds to `into` all that waits here, or only what is critical.
  void all(boolean criticalOnly, Sum into) {
    if (critical != null) {
      critical.all(into);
    }
    if (others != null && !criticalOnly) {
      others.all(into);
    }
  }

  private Calendar in(@Nullable Calendar calendar) {
    return calendar == null ? lane.line.calendar() : calendar;
  }

  private void forget(Calendar empty) {
    lane.line.giveBack(empty);
    if (empty == critical) {
      critical = null;
    } else {
      others = null;
    }
  }

  private static int size(@Nullable Calendar calendar) {
    return calendar == null ? 0 : calendar.size();
  }
}
