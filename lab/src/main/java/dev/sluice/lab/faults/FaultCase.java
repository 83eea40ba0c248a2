package dev.sluice.lab.faults;

import java.io.IOException;

/// A fault, and what must come of it.
///
/// @param code such as `F6`
/// @param what the first provider does
/// @param wanted what a client wants
/// @param isShort whether it takes less than a quarter of a minute
/// @param least what must come at least, with defaults
/// @param drive makes the fault happen and judges what came
record FaultCase(
    String code, String what, String wanted, boolean isShort, FaultVerdict least, Drive drive) {

  /// The code of the case that is no fault of a gateway which was not told how a target goes on.
  static final String RESCUE = "F17";

  /// The way in which a client drives a fault.
  @FunctionalInterface
  interface Drive {
    FaultResult in(Scene scene) throws IOException, InterruptedException;
  }

  /// Returns whether the targets of the case are of one model, and can go on with an answer.
  boolean resumes() {
    return code.equals("F14") || code.equals(RESCUE);
  }

  boolean holds(FaultResult result) {
    return result.verdict().compareTo(least) <= 0;
  }
}
