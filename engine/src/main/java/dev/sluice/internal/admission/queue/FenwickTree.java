package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import java.util.stream.Stream;

/// Binary indexed tree (Fenwick, 1994): prefix sums of what the calls in a row of slots are
/// expected to take. Both to add and to ask are logarithmic in the slots.
///
/// Costs must be whole tokens, so that sums are exact: what is taken out leaves nothing behind.
final class FenwickTree {
  private final Demand[] nodes;

  FenwickTree(int slots) {
    nodes = Stream.generate(Demand::new).limit(slots + 1).toArray(Demand[]::new);
  }

  /// Adds a call, or takes it out with a `sign` of -1.
  void add(int slot, Cost cost, int sign) {
    for (int i = slot + 1; i < nodes.length; i += i & -i) {
      nodes[i].add(cost, sign);
    }
  }

  /// Adds to `into` the first `count` slots, or subtracts them with a `sign` of -1.
  void first(int count, int sign, Demand into) {
    for (int i = count; i > 0; i &= i - 1) {
      into.add(nodes[i], sign);
    }
  }
}
