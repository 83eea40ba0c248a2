package dev.sluice.lab.admit;

import java.util.Collection;

/// The fairness index of Jain, Chiu and Hawe (1984): 1 when all have the same, 1/n when one of n
/// has everything.
final class Jain {
  private Jain() {}

  /// Jain's index of the tenants' amounts; [Double#NaN] when all are zero.
  public static double index(Collection<Double> each) {
    double sum = each.stream().mapToDouble(Double::doubleValue).sum();
    double squares = each.stream().mapToDouble(x -> x * x).sum();
    return squares == 0 ? Double.NaN : sum * sum / (each.size() * squares);
  }
}
