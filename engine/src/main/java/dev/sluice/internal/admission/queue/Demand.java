package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.QueuedDemand;

/// The sum of what calls are expected to take. Mutable.
final class Demand {
  /// Writing a token costs about as much as reading three.
  private static final double OUTPUT = 3;

  private double calls;
  private double input;
  private double output;

  /// Adds so many calls of that cost.
  public void add(Cost cost, int calls) {
    add(calls, calls * cost.input(), calls * cost.output());
  }

  /// Adds so many calls, and the tokens that they take together.
  public void add(double calls, double input, double output) {
    this.calls += calls;
    this.input += input;
    this.output += output;
  }

  /// Adds `share` of `other`, which is taken out where `share` is negative.
  public void add(Demand other, double share) {
    add(share * other.calls, share * other.input, share * other.output);
  }

  /// Returns the tokens that the calls are expected to have used in the end.
  public double tokens() {
    return input + output;
  }

  /// Returns the weighed tokens of the calls, as fairness counts them.
  public double weighed() {
    return weigh(input, output);
  }

  /// Returns the weighed tokens of so many tokens read and written, as fairness counts them.
  public static double weigh(double input, double output) {
    return input + OUTPUT * output;
  }

  /// Reduces the demand to `share` of it.
  public void scale(double share) {
    calls *= share;
    input *= share;
    output *= share;
  }

  /// Makes the demand empty.
  public void clear() {
    calls = 0;
    input = 0;
    output = 0;
  }

  /// Returns the demand in the form in which gates are asked about it.
  public QueuedDemand ahead() {
    return new QueuedDemand(calls, input, output);
  }
}
