package dev.sluice.sim.fault;

import dev.sluice.call.text.Nearest;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A fault of a batch with its argument.
public record BatchFaultCall(BatchFault fault, String arg) {
  private static final String PREFIX = "batch-";
  private static final Map<String, BatchFault> NAMES =
      Stream.of(BatchFault.values()).collect(Collectors.toMap(BatchFault::label, f -> f));

  /// Returns whether a text is meant as a fault of a batch, and not of an answer.
  public static boolean names(String text) {
    return text.startsWith(PREFIX);
  }

  /// Reads `NAME` or `NAME=ARG`.
  ///
  /// @throws InvalidFault if there is no such fault, or it does not take that argument
  public static BatchFaultCall parse(String text) throws InvalidFault {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    BatchFault fault = NAMES.get(name);
    if (fault == null) {
      String near = String.join(" or ", Nearest.of(name, NAMES.keySet()));
      throw new InvalidFault(
          "must be the name of a fault of a batch",
          near.isEmpty() ? "" : "did you mean " + near + "?");
    }
    String arg = equals < 0 ? fault.standard() : text.substring(equals + 1);
    if (!fault.argument().accepts(arg)) {
      throw new InvalidFault(
          "must have as argument of " + name + ": " + fault.argument().says(), "");
    }
    return new BatchFaultCall(fault, arg);
  }

  /// Returns whether this is the fault `other`, with any argument.
  public boolean is(BatchFault other) {
    return fault == other;
  }

  /// Returns the argument of a fault that takes a number.
  public int number() {
    return Integer.parseInt(arg);
  }

  /// Returns the argument of a fault that takes a duration, in nanoseconds.
  public long nanos() {
    return new FaultContext(arg, Instant.EPOCH, 0).nanos();
  }

  @Override
  public String toString() {
    return arg.isEmpty() ? fault.label() : fault.label() + "=" + arg;
  }
}
