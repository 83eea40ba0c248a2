package dev.sluice.report;

import java.util.Optional;
import java.util.OptionalDouble;

/// One row of the report.
///
/// @param metric what it measures
/// @param current the figure; empty where there is too little to say
/// @param target what it is to be; empty for nothing in particular
/// @param status whether it is
/// @param note what the figure is made of, in words; empty where there is nothing to add
/// @param trend how it has changed within the window, where that is known
/// @param hint what to do about it
public record ReportRow(
    Metric metric,
    OptionalDouble current,
    OptionalDouble target,
    RowStatus status,
    String note,
    Optional<Trend> trend,
    Hint hint) {
  private static final String NOT_PINNED = "pinned threads: no data, report.pinning is off";

  static ReportRow of(Metric metric, Situation situation) {
    OptionalDouble current = metric.current(situation);
    OptionalDouble target = metric.aim(situation.aims());
    RowStatus status = status(metric, current, target, situation);
    Hint hint = status == RowStatus.OK ? Hint.NONE : Advice.of(metric, status, situation);
    boolean partly = metric == Metric.NON_BLOCKING && !situation.pinning() && current.isPresent();
    return new ReportRow(
        metric,
        current,
        target,
        status,
        Headline.note(metric, situation),
        metric == Metric.FAILED ? situation.trend() : Optional.empty(),
        partly ? new Hint(hint.target(), partly(hint.text())) : hint);
  }

  /// The advice about the row; empty where there is nothing to do.
  public String advice() {
    return hint.text();
  }

  /// Adds to the advice that the figure leaves out pinned threads, for want of data.
  private static String partly(String advice) {
    return advice.isEmpty() ? NOT_PINNED : advice + "; " + NOT_PINNED;
  }

  private static RowStatus status(
      Metric metric, OptionalDouble current, OptionalDouble target, Situation at) {
    if (current.isEmpty()) {
      return RowStatus.NO_DATA;
    }
    if (target.isEmpty()) {
      return RowStatus.OK;
    }
    RowStatus status = status(metric, current.getAsDouble(), target.getAsDouble());
    return status == RowStatus.MISSED && metric.isOnlyTold(at) ? RowStatus.NEAR : status;
  }

  private static RowStatus status(Metric metric, double is, double aim) {
    return metric.atLeast() ? RowStatus.atLeast(is, aim) : RowStatus.below(is, aim);
  }

  /// The unit of both figures: `s`, `share`, `tokens`, or none.
  public String unit() {
    return metric.unit().symbol();
  }

  /// The figure with its unit; `no data` where there is none.
  public String currentText() {
    return current.isEmpty() ? "no data" : metric.unit().show(current.getAsDouble());
  }

  /// The target with its unit; empty where there is none.
  public String targetText() {
    if (target.isEmpty()) {
      return "";
    }
    Unit unit = metric.unit().counts() ? Unit.NUMBER : metric.unit();
    String text = unit.show(target.getAsDouble());
    if (target.getAsDouble() == 0) {
      return text;
    }
    return metric.atLeast() ? text + (metric == Metric.BUDGET ? " or more" : "") : "< " + text;
  }
}
