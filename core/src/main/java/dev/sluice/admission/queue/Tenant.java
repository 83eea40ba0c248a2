package dev.sluice.admission.queue;

import java.util.ArrayList;
import java.util.List;

/// One of those who share the targets, and how much of them it has had: a virtual token counter
/// ("Fairness in Serving Large Language Models", Sheng et al., OSDI 2024).
final class Tenant extends Heap.Member {
  /// Writing a token costs about as much as reading three.
  private static final double OUTPUT = 3;

  /// Within so many weighed tokens tenants count as served alike, and the order of their calls
  /// decides: else fairness would undo it from call to call.
  private static final double ALIKE = 8_192;

  final String name;
  final double weight;

  /// Where its calls wait.
  final List<Row> rows = new ArrayList<>();

  private double served;
  private long turn;

  /// How many of its calls wait.
  int waiting;

  Tenant(String name, double weight) {
    this.name = name;
    this.weight = weight;
  }

  /// Who has been served less comes first.
  static int compare(Tenant a, Tenant b) {
    return Double.compare(a.served, b.served);
  }

  static double weigh(double input, double output) {
    return input + OUTPUT * output;
  }

  /// It has been given, or has used more than expected by, these tokens.
  void serve(double input, double output) {
    served(served + weigh(input, output) / weight);
  }

  /// It comes back: what it did not ask for meanwhile is nothing that it has saved.
  void lift(double least) {
    served(Math.max(served, least));
  }

  double served() {
    return served;
  }

  /// Which turn it is in; the lower one is served first.
  long turn() {
    return turn;
  }

  private void served(double much) {
    served = much;
    long before = turn;
    turn = (long) Math.floor(much / ALIKE);
    if (turn != before) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).turned();
      }
    }
  }
}
