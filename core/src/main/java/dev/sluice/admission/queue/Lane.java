package dev.sluice.admission.queue;

import dev.sluice.call.Band;
import dev.sluice.call.Failed;
import dev.sluice.call.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of a line that wait for the same targets, and so for each other.
final class Lane {
  private static final int MOST_IDLE = 300;

  final Line line;

  /// The model, where a target passes names on; null for all.
  final @Nullable String model;

  private final List<Target> targets;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final List<Shelf> waiting = new ArrayList<>();
  private final CoDel[] codels = new CoDel[Bands.COUNT];
  private int size;

  /// When it is worth to ask for its next call again.
  long wake = Long.MAX_VALUE;

  /// Whether it is worth now.
  boolean dirty;

  /// What the next call is kept from going by.
  @Nullable Failed reason;

  /// What the smallest one needs that was found not to fit.
  double blocked = Double.POSITIVE_INFINITY;

  /// The one that is to go first, while lanes are compared.
  @Nullable Ticket front;

  Lane(Line line, List<Target> targets, @Nullable String model) {
    this.line = line;
    this.targets = List.copyOf(targets);
    this.model = model;
    for (int i = 0; i < codels.length; i++) {
      codels[i] = new CoDel(line.maxWait());
    }
  }

  int size() {
    return size;
  }

  Shelf shelf(Tenant tenant, long now) {
    Shelf shelf = shelves.get(tenant.name);
    if (shelf == null || shelf.tenant != tenant) {
      if (shelves.size() > MOST_IDLE) {
        shelves.values().removeIf(idle -> idle.size() == 0);
      }
      shelf = new Shelf(this, tenant, now);
      shelves.put(tenant.name, shelf);
    }
    return shelf;
  }

  /// Those of all tenants, also where nobody waits.
  Iterable<Shelf> shelves() {
    return shelves.values();
  }

  int tenants() {
    return shelves.size();
  }

  void add(Ticket ticket, Shelf shelf) {
    if (shelf.size() == 0) {
      waiting.add(shelf);
    }
    shelf.add(ticket);
    size++;
  }

  void remove(Ticket ticket, Shelf shelf) {
    shelf.remove(ticket);
    size--;
    if (shelf.size() == 0) {
      waiting.remove(shelf);
    }
  }

  void rewind() {
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).rewind();
    }
  }

  /// The next one to go: of the least-served tenants the one that stands first.
  @Nullable Ticket next(long strict) {
    Ticket best = null;
    for (int i = 0; i < waiting.size(); i++) {
      Ticket other = waiting.get(i).next(strict);
      if (other != null && (best == null || isBefore(other, best, strict))) {
        best = other;
      }
    }
    return best;
  }

  static boolean isBefore(Ticket a, Ticket b, long strict) {
    long turn = turn(a);
    long other = turn(b);
    boolean first = a.isCritical() && turn <= strict;
    if (first != (b.isCritical() && other <= strict)) {
      return first;
    }
    return turn == other ? a.place - b.place < 0 : turn < other;
  }

  static long turn(Ticket ticket) {
    Shelf shelf = ticket.shelf;
    return shelf == null ? 0 : shelf.tenant.turn();
  }

  /// Whether calls of the other lane may take what those of this one wait for.
  boolean contends(Lane other) {
    if (other == this) {
      return true;
    }
    if (model != null && other.model != null && !model.equals(other.model)) {
      return false;
    }
    for (int i = 0; i < targets.size(); i++) {
      if (other.leadsTo(targets.get(i).name())) {
        return true;
      }
    }
    return false;
  }

  boolean leadsTo(String target) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).name().equals(target)) {
        return true;
      }
    }
    return false;
  }

  /// Whether what is short is capacity, not quota.
  boolean lacksCapacity() {
    return reason instanceof Failed.Overloaded;
  }

  CoDel codel(Band band) {
    return codels[Bands.rank(band)];
  }
}
