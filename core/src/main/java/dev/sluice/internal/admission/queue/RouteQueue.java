package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.order.Bands;
import dev.sluice.internal.admission.queue.order.CalendarQueue;
import dev.sluice.internal.admission.queue.order.PriorityKey;
import dev.sluice.internal.admission.queue.traffic.EntryThreshold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A route's part of a [CallQueue]: its bounds, and its calls that wait. Guarded like the queue.
public final class RouteQueue {
  /// How many lanes are told apart: clients may ask for any number of models.
  private static final int MOST_LANES = 64;

  private static final int SPARE = 4;

  private final QueueConfig config;
  private final boolean byModel;
  private final long maxWait;
  private final EntryThreshold threshold = new EntryThreshold();
  private final Map<Kind, ContentionGroup> lanes = new HashMap<>();
  private final Deque<CalendarQueue<Ticket>> spare = new ArrayDeque<>();

  private final @Nullable Ticket[] oldest = new @Nullable Ticket[Bands.COUNT];
  private final @Nullable Ticket[] newest = new @Nullable Ticket[Bands.COUNT];
  private final int[] calls = new int[Bands.COUNT];
  private final double[] tokens = new double[Bands.COUNT];
  private final long[] bytes = new long[Bands.COUNT];

  /// Until when what comes is counted: calls have had to wait of late.
  private long watched = Long.MIN_VALUE;

  /// What the calls of a lane have in common.
  ///
  /// @param sources what they take from, where that depends on the model: names of models that take
  ///   from the same are one, since clients make names up; null for those not told apart
  private record Kind(Operation operation, boolean pinned, @Nullable List<Object> sources) {}

  RouteQueue(QueueConfig config, boolean byModel) {
    this.config = config;
    this.byModel = byModel;
    this.maxWait = config.maxWait().toNanos();
  }

  /// How it is bounded.
  public QueueConfig config() {
    return config;
  }

  EntryThreshold entryThreshold() {
    return threshold;
  }

  long maxWait() {
    return maxWait;
  }

  ContentionGroup lane(Call call, List<Target> targets, long now) {
    Kind kind = kind(call, byModel ? sources(call, targets, now) : List.of());
    ContentionGroup found = lanes.get(kind);
    if (found != null) {
      return found;
    }
    boolean room = lanes.size() < MOST_LANES || dropIdle();
    return lanes.computeIfAbsent(
        room ? kind : kind(call, null),
        of -> new ContentionGroup(this, of.sources() == null, sources(call, targets, now)));
  }

  private static Kind kind(Call call, @Nullable List<Object> sources) {
    return new Kind(call.operation(), call.facts().pinned(), sources);
  }

  /// Drops the lanes where nobody waits. Whether there were any.
  private boolean dropIdle() {
    List<ContentionGroup> idle =
        lanes.values().stream().filter(group -> group.size() == 0).toList();
    idle.forEach(group -> group.tenantQueues().forgetAll());
    return lanes.values().removeAll(idle);
  }

  private static List<Object> sources(Call call, List<Target> targets, long now) {
    return targets.stream()
        .flatMap(target -> GateEvaluator.sources(target, call, now).stream())
        .distinct()
        .toList();
  }

  void add(Ticket ticket) {
    int band = Bands.rank(ticket.band);
    Ticket tail = newest[band];
    ticket.older = tail;
    if (tail == null) {
      oldest[band] = ticket;
    } else {
      tail.newer = ticket;
    }
    newest[band] = ticket;
    count(ticket, 1);
  }

  void remove(Ticket ticket) {
    int band = Bands.rank(ticket.band);
    Ticket older = ticket.older;
    Ticket newer = ticket.newer;
    if (older == null) {
      oldest[band] = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest[band] = older;
    } else {
      newer.older = older;
    }
    ticket.older = null;
    ticket.newer = null;
    count(ticket, -1);
  }

  /// Those for `model`, where models are told apart.
  List<Ticket> waiting(String model) {
    var found = new ArrayList<Ticket>();
    for (int band = 0; byModel && band < Bands.COUNT; band++) {
      for (Ticket ticket = oldest[band]; ticket != null; ticket = ticket.newer) {
        if (ticket.call.model().equals(model)) {
          found.add(ticket);
        }
      }
    }
    return found;
  }

  private void count(Ticket ticket, int sign) {
    int band = Bands.rank(ticket.band);
    calls[band] += sign;
    tokens[band] = calls[band] == 0 ? 0 : tokens[band] + sign * ticket.cost.tokens();
    bytes[band] += (long) sign * ticket.bytes;
  }

  /// Whether more waits than may.
  boolean isOverfull() {
    return isOverfull(Bands.COUNT);
  }

  /// Whether it still would if all left that are lower than `lowest`.
  boolean isOverfullDownTo(Band lowest) {
    return isOverfull(Bands.rank(lowest) + 1);
  }

  /// @param bands how many of them count, from the most urgent one on
  private boolean isOverfull(int bands) {
    int count = 0;
    double sum = 0;
    long size = 0;
    for (int band = 0; band < bands; band++) {
      count += calls[band];
      sum += tokens[band];
      size += bytes[band];
    }
    return count > config.calls() || sum > config.tokens() || size > config.bytes();
  }

  /// Whether it could not wait even if nobody else did.
  boolean isExceededBy(Ticket ticket) {
    return ticket.cost.tokens() > config.tokens() || ticket.bytes > config.bytes();
  }

  /// The newest of the lowest band, if that is lower than `than`.
  @Nullable Ticket lowerThan(Band than) {
    for (int band = Bands.COUNT - 1; band > Bands.rank(than); band--) {
      if (newest[band] != null) {
        return newest[band];
      }
    }
    return null;
  }

  /// Calls begin to wait, or still do.
  void watch(long now) {
    watched = now + 2 * maxWait;
  }

  boolean isWatched(long now) {
    return watched != Long.MIN_VALUE && now - watched < 0;
  }

  CalendarQueue<Ticket> calendar() {
    CalendarQueue<Ticket> used = spare.poll();
    return used == null
        ? new CalendarQueue<>(CalendarQueue.widthFor(PriorityKey.span(maxWait)))
        : used;
  }

  /// Takes an empty one back: its slots are many.
  void giveBack(CalendarQueue<Ticket> empty) {
    if (spare.size() < SPARE) {
      spare.push(empty);
    }
  }

  QueueSnapshot.InBand readout(Band of, long now) {
    int band = Bands.rank(of);
    Ticket first = oldest[band];
    return new QueueSnapshot.InBand(
        calls[band], tokens[band], first == null ? 0 : first.waited(now));
  }
}
