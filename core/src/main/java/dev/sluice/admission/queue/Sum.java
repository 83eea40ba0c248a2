package dev.sluice.admission.queue;

import dev.sluice.call.Ahead;
import dev.sluice.call.Cost;

/// Adds up what calls are expected to take.
final class Sum {
  private double calls;
  private double input;
  private double output;
  private double reserved;

  void add(Cost cost) {
    add(1, cost.input(), cost.output(), cost.reserved());
  }

  void subtract(Cost cost) {
    add(-1, -cost.input(), -cost.output(), -cost.reserved());
  }

  void add(double calls, double input, double output, double reserved) {
    this.calls += calls;
    this.input += input;
    this.output += output;
    this.reserved += reserved;
  }

  /// Adds a part of `other`.
  void add(Sum other, double share) {
    add(share * other.calls, share * other.input, share * other.output, share * other.reserved);
  }

  /// Tokens in the end.
  double tokens() {
    return input + output;
  }

  /// What they weigh in fairness.
  double weighed() {
    return Tenant.weigh(input, output);
  }

  void clear() {
    calls = 0;
    input = 0;
    output = 0;
    reserved = 0;
  }

  Ahead ahead() {
    return new Ahead(calls, input, output, reserved);
  }
}
