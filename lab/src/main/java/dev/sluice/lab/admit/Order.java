package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import java.util.Comparator;
import java.util.function.Predicate;

/// The order in which calls are let through.
///
/// @param first which of two goes first
/// @param backfill how many calls behind one that does not fit may go before it
/// @param firm before which calls nothing goes
record Order(Comparator<Waiting> first, int backfill, Predicate<Waiting> firm) {

  /// The order in which calls come.
  static final Order FIFO = firmly(Comparator.comparingLong(w -> w.call().arrived()));

  /// The order by band, and within a band as calls come.
  static final Order STRICT =
      firmly(
          Comparator.<Waiting, Band>comparing(w -> w.call().band())
              .thenComparingLong(w -> w.call().arrived()));

  private static Order firmly(Comparator<Waiting> first) {
    return new Order(first, 0, _ -> true);
  }

  /// Returns the order in which two different calls always differ.
  Comparator<Waiting> total() {
    return first.thenComparingInt(w -> w.call().number());
  }
}
