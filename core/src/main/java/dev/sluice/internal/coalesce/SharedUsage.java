package dev.sluice.internal.coalesce;

import dev.sluice.call.Usage;
import dev.sluice.internal.item.Share;
import java.util.concurrent.atomic.AtomicInteger;

/// The usage of a shared call, divided among the members that are there at its end: each takes one
/// part, and the parts add up to the whole. Safe for any thread.
final class SharedUsage {
  /// Other members pay for it.
  static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final Usage whole;
  private final int members;
  private final AtomicInteger taken = new AtomicInteger();

  /// @param members how many are there
  SharedUsage(Usage whole, int members) {
    this.whole = whole;
    this.members = members;
  }

  /// The part of one member; nothing where all are taken.
  Usage take() {
    int before = taken.getAndIncrement();
    return before < members ? new Share(before, 1, members).of(whole) : NOTHING;
  }
}
