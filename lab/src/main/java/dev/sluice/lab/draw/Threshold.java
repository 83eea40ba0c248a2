package dev.sluice.lab.draw;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// A figure of an experiment, and the bound that it must keep to.
///
/// @param what for people
/// @param value the figure; empty where it was not measured, which holds
/// @param upper whether the value must not be above the bound; else not below it
public record Threshold(String what, OptionalDouble value, double bound, boolean upper) {
  public static Threshold atMost(String what, double value, double bound) {
    return new Threshold(what, OptionalDouble.of(value), bound, true);
  }

  public static Threshold atLeast(String what, double value, double bound) {
    return new Threshold(what, OptionalDouble.of(value), bound, false);
  }

  /// Whether the value keeps to the bound; one that is no number does not.
  public boolean holds() {
    return value.isEmpty() || (upper ? value.getAsDouble() <= bound : value.getAsDouble() >= bound);
  }

  /// Prints the threshold and whether it holds, on one line.
  public void print(PrintStream out) {
    List<String> cells = cells();
    out.printf("  %-7s %s: %s (%s)%n", cells.get(0), cells.get(3), cells.get(1), cells.get(2));
  }

  /// Returns the cells of a row: whether it holds, the value, the bound, and what it is.
  public List<String> cells() {
    return List.of(
        value.isEmpty() ? "-" : holds() ? "holds" : "BROKEN",
        value.isEmpty() ? "not measured" : number(value.getAsDouble()),
        (upper ? "at most " : "at least ") + number(bound),
        what);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.3f", value);
  }

  /// Returns the threshold for [JsonReport].
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("what", what);
    tree.put(upper ? "at_most" : "at_least", bound);
    value.ifPresent(measured -> tree.put("value", measured));
    tree.put("holds", holds());
    return tree;
  }
}
