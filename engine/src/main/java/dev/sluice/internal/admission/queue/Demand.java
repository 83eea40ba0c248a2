package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.QueuedDemand;

/// Adds up what calls are expected to take.
final class Demand {
  /// Writing a token costs about as much as reading three.
  private static final double OUTPUT = 3;

  private double calls;
  private double input;
  private double output;
  private double reserved;

  /// So many calls of that cost.
  public void add(Cost cost, int calls) {
    add(calls, calls * cost.input(), calls * cost.output(), calls * cost.reserved());
  }

  /// So many calls, and so many tokens that they take.
  public void add(double calls, double input, double output, double reserved) {
    this.calls += calls;
    this.input += input;
    this.output += output;
    this.reserved += reserved;
  }

  /// Adds a part of `other`.
  public void add(Demand other, double share) {
    add(share * other.calls, share * other.input, share * other.output, share * other.reserved);
  }

  /// Tokens in the end.
  public double tokens() {
    return input + output;
  }

  /// What they weigh in fairness.
  public double weighed() {
    return weigh(input, output);
  }

  /// What tokens that are read and written weigh in fairness.
  public static double weigh(double input, double output) {
    return input + OUTPUT * output;
  }

  /// Takes `share` of it.
  public void scale(double share) {
    calls *= share;
    input *= share;
    output *= share;
    reserved *= share;
  }

  /// Nothing again.
  public void clear() {
    calls = 0;
    input = 0;
    output = 0;
    reserved = 0;
  }

  /// As gates are asked about them.
  public QueuedDemand ahead() {
    return new QueuedDemand(calls, input, output, reserved);
  }
}
