package dev.sluice.lab.batch;

import java.io.PrintStream;

/// A bound that must hold.
///
/// @param upper whether the value must not be above the bound; else not below it
record Check(String what, double value, double bound, boolean upper) {

  static Check atLeast(String what, double value, double bound) {
    return new Check(what, value, bound, false);
  }

  static Check atMost(String what, double value, double bound) {
    return new Check(what, value, bound, true);
  }

  boolean holds() {
    return upper ? value <= bound : value >= bound;
  }

  void print(PrintStream out) {
    out.printf(
        "%-6s %-62s %9.2f  (%s %.2f)%n",
        holds() ? "holds" : "BROKEN", what, value, upper ? "at most" : "at least", bound);
    out.flush();
  }
}
