package dev.sluice.accounts.ledger;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The segments of a journal that are there, the oldest first; each knows the one behind it.
/// Confined to the thread of the ledger.
final class SegmentList {
  private final Deque<Segment> segments = new ArrayDeque<>();

  /// The number of the first segment that may have copies.
  private long copiesFrom;

  /// All segments, as they are now.
  Collection<Segment> all() {
    return List.copyOf(segments);
  }

  /// Those that earlier processes have left.
  List<Segment> found() {
    return segments.stream().filter(one -> !one.isLive()).toList();
  }

  Segment first() {
    return segments.getFirst();
  }

  Segment last() {
    return segments.getLast();
  }

  void add(Segment segment) {
    Segment last = segments.peekLast();
    if (last != null) {
      last.follow(segment);
    }
    segments.addLast(segment);
  }

  /// Removes a segment.
  void remove(Segment one) {
    segments.remove(one);
    Segment last = null;
    for (Segment segment : segments) {
      if (last != null) {
        last.follow(segment);
      }
      last = segment;
    }
  }

  /// The one that a place lies in, or one in front of it; the first, where that one is gone.
  Segment at(JournalPlace place) {
    Segment found = segments.getFirst();
    for (Segment segment : segments) {
      if (segment.number() <= place.segment()) {
        found = segment;
      }
    }
    return found;
  }

  /// Drops copies of all but the last bytes: of what a store that is away has not taken they are as
  /// much as is worth its memory.
  void dropCopies(long most) {
    long bytes = 0;
    Iterator<Segment> last = segments.descendingIterator();
    while (last.hasNext()) {
      Segment segment = last.next();
      if (segment.number() < copiesFrom) {
        return;
      }
      bytes += segment.bytes();
      if (bytes > most) {
        segment.dropCopies();
        copiesFrom = Math.max(copiesFrom, segment.number() + 1);
      }
    }
  }

  /// Drops copies of what the store has.
  ///
  /// @param until up to which place it has everything
  void written(JournalPlace until) {
    for (Segment segment : segments) {
      if (segment.number() == until.segment()) {
        segment.dropCopiesBefore(until.position());
      } else if (segment.number() < until.segment()) {
        segment.dropCopies();
      }
    }
  }
}
