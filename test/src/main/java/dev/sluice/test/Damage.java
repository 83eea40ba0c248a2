package dev.sluice.test;

import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;

/// A fault of the simulator in an answer.
///
/// @param fault which one, and its argument
/// @param counts whether its argument counts the chunks of an answer's text
record Damage(FaultCall fault, boolean counts) {

  /// The fault whose argument counts the chunks of a text that come before it.
  static Damage after(Fault fault, int chunks) {
    if (chunks < 0) {
      throw new IllegalArgumentException(
          "the fault comes after " + chunks + " chunks; it must come after 0 or more");
    }
    return new Damage(new FaultCall(fault, Integer.toString(chunks)), true);
  }

  /// Reads a fault as docs/simulator.md names it: `NAME` or `NAME=ARG`.
  ///
  /// @throws IllegalArgumentException if there is none, or it does not take that argument
  static Damage named(String text) {
    try {
      return new Damage(FaultCall.parse(text), false);
    } catch (InvalidFault e) {
      String remedy = e.remedy().isEmpty() ? "see docs/simulator.md" : e.remedy();
      throw new IllegalArgumentException(
          "`" + text + "` " + e.getMessage() + " (" + remedy + ")", e);
    }
  }

  /// The fault as the simulator counts: from the start of a stream, where all streams but those of
  /// completions begin with an event that has no text.
  FaultCall in(LlmApi api) {
    if (!counts || api == LlmApi.COMPLETIONS) {
      return fault;
    }
    return new FaultCall(fault.fault(), Integer.toString(Integer.parseInt(fault.arg()) + 1));
  }
}
