package dev.sluice.internal.admission.queue;

import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.stats.WaitingGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A route's part of a [CallQueue]: its bounds, and its waiting calls by band. Guarded like the
/// queue.
public final class RouteQueue {
  /// Whether the route passes names of models on, so that calls for different models wait for
  /// different things.
  final boolean byModel;

  private final QueueConfig config;
  private final long maxWait;
  private EntryThreshold threshold = new EntryThreshold();

  private final List<BandTickets> bands =
      Stream.of(Band.values()).map(_ -> new BandTickets()).toList();

  /// An empty calendar, kept since its slots are many.
  private @Nullable CalendarQueue<Ticket> spare;

  /// Until when arrivals are counted, since calls have had to wait of late.
  private long watched = Long.MIN_VALUE;

  /// Whether the route has another part of a queue by now.
  private boolean closed;

  RouteQueue(QueueConfig config, boolean byModel) {
    this.config = config;
    this.byModel = byModel;
    this.maxWait = config.maxWait().toNanos();
  }

  /// Whether the route has another part of a queue by now.
  public boolean isClosed() {
    return closed;
  }

  /// Takes over what `before`, which the route had until now, has learned.
  public void takeOver(RouteQueue before) {
    threshold = before.threshold;
    watched = Math.max(watched, before.watched);
  }

  /// Closes the queue, which takes no call any more.
  ///
  /// @return the calls that wait, band by band in the order of their arrival
  List<Ticket> close() {
    closed = true;
    return waiting();
  }

  /// Returns the waiting calls, band by band in the order of their arrival.
  public List<Ticket> waiting() {
    return bands.stream().flatMap(band -> List.copyOf(band.tickets).stream()).toList();
  }

  EntryThreshold entryThreshold() {
    return threshold;
  }

  long maxWait() {
    return maxWait;
  }

  void add(Ticket ticket) {
    in(ticket.band).count(ticket, 1);
    in(ticket.band).tickets.add(ticket);
  }

  void remove(Ticket ticket) {
    in(ticket.band).count(ticket, -1);
    in(ticket.band).tickets.remove(ticket);
  }

  private BandTickets in(Band band) {
    return bands.get(band.rank());
  }

  /// Returns the waiting calls for `model`; none where models are not told apart.
  List<Ticket> waiting(String model) {
    return bands.stream()
        .filter(_ -> byModel)
        .flatMap(band -> band.tickets.stream())
        .filter(ticket -> ticket.call.model().equals(model))
        .toList();
  }

  /// Whether more calls, tokens or bytes wait than may.
  boolean isOverfull() {
    return isOverfull(bands);
  }

  /// Whether the queue would still be overfull if all calls of lower bands than `lowest` left.
  boolean isOverfullDownTo(Band lowest) {
    return isOverfull(bands.subList(0, lowest.rank() + 1));
  }

  private boolean isOverfull(List<BandTickets> counted) {
    int count = 0;
    double sum = 0;
    long size = 0;
    for (int i = 0; i < counted.size(); i++) {
      count += counted.get(i).tickets.size();
      sum += counted.get(i).tokens;
      size += counted.get(i).bytes;
    }
    return count > config.calls() || sum > config.tokens() || size > config.bytes();
  }

  /// Whether the call could not wait even if no other did.
  boolean isExceededBy(Ticket ticket) {
    return ticket.cost.tokens() > config.tokens() || ticket.bytes > config.bytes();
  }

  /// Returns the newest call of the lowest band that has one, if that band is lower than `than`;
  /// else null.
  @Nullable Ticket lowerThan(Band than) {
    for (int rank = Band.COUNT - 1; rank > than.rank(); rank--) {
      if (!bands.get(rank).tickets.isEmpty()) {
        return bands.get(rank).tickets.getLast();
      }
    }
    return null;
  }

  /// Has arrivals counted for a while, since calls begin to wait, or still do.
  void watch(long now) {
    watched = now + 2 * maxWait;
  }

  boolean isWatched(long now) {
    return watched != Long.MIN_VALUE && now - watched < 0;
  }

  CalendarQueue<Ticket> calendar() {
    CalendarQueue<Ticket> used = spare;
    spare = null;
    return used == null
        ? new CalendarQueue<>(CalendarQueue.widthFor(PriorityKey.span(maxWait)))
        : used;
  }

  void giveBack(CalendarQueue<Ticket> empty) {
    spare = empty;
  }

  /// Returns the calls that wait, by tenant and band, and why.
  List<WaitingGroup> groups(long now) {
    return WaitingGroups.of(bands.stream().flatMap(band -> band.tickets.stream()), now);
  }

  QueueSnapshot.InBand snapshot(Band band, long now) {
    BandTickets there = in(band);
    long oldest = there.tickets.isEmpty() ? 0 : there.tickets.getFirst().waited(now);
    return new QueueSnapshot.InBand(there.tickets.size(), there.tokens, oldest);
  }

  /// The waiting calls of one band, in the order of their arrival.
  private static final class BandTickets {
    final SequencedSet<Ticket> tickets = new LinkedHashSet<>();
    double tokens;
    long bytes;

    void count(Ticket ticket, int sign) {
      tokens += sign * ticket.cost.tokens();
      bytes += (long) sign * ticket.bytes;
    }
  }
}
