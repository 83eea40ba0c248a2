package dev.sluice.internal.admission.queue.order;

import dev.sluice.call.gate.Cost;

/// What the calls in a row of slots are expected to take, up to any of them: a binary indexed tree
/// (Fenwick, 1994). Both to add and to ask are logarithmic in the slots.
///
/// Costs are to come in whole parts of a token, so that sums are exact: what is taken out leaves
/// nothing behind.
final class FenwickTree {
  private static final int PARTS = 4;

  private final int slots;
  private final double[] nodes;

  FenwickTree(int slots) {
    this.slots = slots;
    this.nodes = new double[(slots + 1) * PARTS];
  }

  /// Adds a call, or takes it out with a `sign` of -1.
  void add(int slot, Cost cost, int sign) {
    for (int i = slot + 1; i <= slots; i += i & -i) {
      int at = i * PARTS;
      nodes[at] += sign;
      nodes[at + 1] += sign * cost.input();
      nodes[at + 2] += sign * cost.output();
      nodes[at + 3] += sign * cost.reserved();
    }
  }

  /// Adds to `into` the first `count` slots, or subtracts them with a `sign` of -1.
  void first(int count, int sign, Demand into) {
    for (int i = count; i > 0; i &= i - 1) {
      int at = i * PARTS;
      into.add(sign * nodes[at], sign * nodes[at + 1], sign * nodes[at + 2], sign * nodes[at + 3]);
    }
  }
}
