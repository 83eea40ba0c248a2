package dev.sluice.lab.prove;

import dev.sluice.lab.prove.PlannedCallResult.End;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One figure of both sides.
///
/// @param name what it is
/// @param unit of the values
/// @param before the applications' with the SDK alone
/// @param after the applications' through Sluice
/// @param target what must hold; [Target.None] for a figure that is only shown
record ComparedFigure(String name, Unit unit, double before, double after, Target target) {

  /// The unit of a figure.
  enum Unit {
    SECONDS("s", 1, 2),
    PERCENT("%", 100, 2),
    COUNT("", 1, 0),
    RATIO("", 1, 3),
    POINTS("points", 100, 1),
    MILLIONS("M", 1e-6, 2);

    private final String label;
    private final double scale;
    private final int digits;

    Unit(String label, double scale, int digits) {
      this.label = label;
      this.scale = scale;
      this.digits = digits;
    }

    String show(double value) {
      String number = String.format(Locale.ROOT, "%,." + digits + "f", value * scale);
      return label.isEmpty() ? number : number + " " + label;
    }
  }

  /// A target of a figure: what must hold of it.
  sealed interface Target {

    /// The target of a figure that is only shown.
    record None() implements Target {}

    /// The figure through Sluice is below a value.
    record Below(double value) implements Target {}

    /// The figure through Sluice is at least a value.
    record AtLeast(double value) implements Target {}

    /// The figure has fallen by at least a share.
    record Down(double share) implements Target {}
  }

  private static final double LATENCY_DOWN = 0.2;
  private static final double THROTTLED_DOWN = 0.5;
  private static final double THROTTLED = 0.01;
  private static final double UPSTREAM_DOWN = 0.3;
  private static final double TIMED_OUT = 0.005;
  private static final double REPEATED = 0.05;
  private static final double RELIABLE = 0.98;

  /// Returns all rows, in the order of the reports.
  static List<ComparedFigure> of(Figures before, Figures after) {
    var both = new Both(before, after);
    return List.of(
        both.row(
            "latency, average", Unit.SECONDS, Figures::meanLatency, new Target.Down(LATENCY_DOWN)),
        both.row("latency, p99", Unit.SECONDS, f -> f.latency(99), new Target.None()),
        both.row(
            "answered in time",
            Unit.PERCENT,
            f -> f.share(End.ANSWERED),
            new Target.AtLeast(before.share(End.ANSWERED))),
        new ComparedFigure(
            "  least gain of a size tenth",
            Unit.POINTS,
            0,
            leastGain(before, after),
            new Target.AtLeast(0)),
        both.row(
            "  of calls no limit refused",
            Unit.PERCENT,
            Figures::reliability,
            new Target.AtLeast(RELIABLE)),
        both.row(
            "tokens served", Unit.MILLIONS, Figures::tokens, new Target.AtLeast(before.tokens())),
        both.row(
            "429s by the providers",
            Unit.COUNT,
            Figures::throttled,
            new Target.Down(THROTTLED_DOWN)),
        both.row(
            "  share of the attempts",
            Unit.PERCENT,
            Figures::throttledShare,
            new Target.Below(THROTTLED)),
        both.row("429s seen by callers", Unit.COUNT, f -> f.count(End.LIMITED), new Target.None()),
        both.row(
            "timeout rate", Unit.PERCENT, f -> f.share(End.TIMED_OUT), new Target.Below(TIMED_OUT)),
        both.row("other errors", Unit.PERCENT, f -> f.share(End.FAILED), new Target.None()),
        both.row("retry rate", Unit.PERCENT, Figures::repeatedShare, new Target.Below(REPEATED)),
        both.row("retries a call", Unit.RATIO, Figures::repeats, new Target.Below(1)),
        both.row("upstream calls, all", Unit.COUNT, Figures::upstream, new Target.None()),
        both.row(
            "upstream calls per answer",
            Unit.RATIO,
            Figures::servedForEachAnswer,
            new Target.Down(UPSTREAM_DOWN)),
        both.row("threads blocked by calls", Unit.COUNT, Figures::blocked, new Target.Below(1)));
  }

  /// Returns whether the target is met.
  boolean isMet() {
    return !Double.isNaN(after) && !Double.isNaN(before) && isWithin();
  }

  private boolean isWithin() {
    return switch (target) {
      case Target.None() -> true;
      case Target.Below(double value) -> after < value;
      case Target.AtLeast(double value) -> after >= value;
      case Target.Down(double share) -> after <= (1 - share) * before;
    };
  }

  /// Returns the share by which the figure has changed; empty where it was nothing before.
  OptionalDouble change() {
    return before == 0 ? OptionalDouble.empty() : OptionalDouble.of(after / before - 1);
  }

  /// Returns the target, for people.
  String targetText() {
    return switch (target) {
      case Target.None() -> "";
      case Target.Below(double value) -> "< " + unit.show(value);
      case Target.AtLeast(double value) -> ">= " + unit.show(value);
      case Target.Down(double share) -> "-%.0f %%".formatted(100 * share);
    };
  }

  /// Returns the change, for people.
  String changeText() {
    OptionalDouble change = change();
    return change.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%+.0f %%", 100 * change.getAsDouble());
  }

  /// Returns the verdict, for people.
  String verdict() {
    if (target instanceof Target.None) {
      return "";
    }
    return isMet() ? "met" : "MISSED";
  }

  private static double leastGain(Figures before, Figures after) {
    List<Double> old = before.answeredBySize();
    List<Double> now = after.answeredBySize();
    return IntStream.range(0, old.size())
        .mapToDouble(i -> now.get(i) - old.get(i))
        .min()
        .orElseThrow();
  }

  private record Both(Figures before, Figures after) {
    ComparedFigure row(String name, Unit unit, ToDoubleFunction<Figures> of, Target target) {
      return new ComparedFigure(
          name, unit, of.applyAsDouble(before), of.applyAsDouble(after), target);
    }
  }
}
