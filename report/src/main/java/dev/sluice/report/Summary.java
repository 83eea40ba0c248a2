package dev.sluice.report;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a person would say of a report: whether it goes well, and what does not, the worst first.
///
/// @param status the worst of its troubles, `ok` without any, or `no data`
/// @param text a sentence
/// @param troubles the rows that miss their targets, then those that are near them, each by how
///   much it hurts
/// @param over whether what was not well is over: calls failed in the first half of the window
///   alone
public record Summary(RowStatus status, String text, List<Trouble> troubles, boolean over) {
  /// What hurts clients more comes first; causes come before what follows from them.
  private static final List<Metric> GRAVITY =
      List.of(
          Metric.FAILED,
          Metric.STORE,
          Metric.REFUSED,
          Metric.BREAKERS,
          Metric.QUEUE_WAIT,
          Metric.TIMEOUTS,
          Metric.RATE_LIMIT_HITS,
          Metric.LATENCY,
          Metric.SPENT,
          Metric.RETRY_RATE,
          Metric.RETRIES,
          Metric.BUDGET,
          Metric.UTILISATION,
          Metric.NON_BLOCKING);

  /// The rows that are missed because calls have failed, and the one that no client feels.
  private static final Set<Metric> PAST =
      EnumSet.of(
          Metric.FAILED,
          Metric.TIMEOUTS,
          Metric.RATE_LIMIT_HITS,
          Metric.RETRIES,
          Metric.RETRY_RATE,
          Metric.NON_BLOCKING);

  public Summary {
    troubles = List.copyOf(troubles);
  }

  /// One row that is not as it should be.
  ///
  /// @param metric the row's
  /// @param status missed or near
  /// @param text what is so, in half a sentence
  /// @param hint what to do about it
  /// @param place where it is seen
  public record Trouble(Metric metric, RowStatus status, String text, Hint hint, Place place) {}

  /// The pages of the dashboard that show what troubles are made of.
  public enum Place {
    CALLS,
    TARGETS,
    QUEUE,
    COST,
    KEYS,
    CONFIGURATION;

    /// Without a store there is no page of costs.
    static Place of(Metric metric, Situation at) {
      return switch (metric) {
        case FAILED, NON_BLOCKING, SAVED, TOKENS -> CALLS;
        case QUEUE_WAIT, REFUSED -> QUEUE;
        case SPENT -> at.store().there() ? COST : CONFIGURATION;
        case STORE -> KEYS;
        default -> TARGETS;
      };
    }
  }

  static Summary of(List<ReportRow> rows, Situation at) {
    List<Trouble> troubles =
        rows.stream()
            .filter(row -> row.status() == RowStatus.MISSED || row.status() == RowStatus.NEAR)
            .sorted(
                Comparator.<ReportRow>comparingInt(row -> row.status() == RowStatus.MISSED ? 0 : 1)
                    .thenComparingInt(row -> GRAVITY.indexOf(row.metric())))
            .map(row -> trouble(row, at))
            .toList();
    return troubles.isEmpty() ? quiet(at) : troubled(troubles, at);
  }

  private static Trouble trouble(ReportRow row, Situation at) {
    String text = Headline.of(row, at);
    return new Trouble(row.metric(), row.status(), text, row.hint(), Place.of(row.metric(), at));
  }

  private static Summary troubled(List<Trouble> troubles, Situation at) {
    Trouble worst = troubles.getFirst();
    boolean missed = worst.status() == RowStatus.MISSED;
    boolean over = missed && isOver(troubles, at);
    String opening = over ? "Well again: " : missed ? "Not well: " : "Well, but look: ";
    return new Summary(worst.status(), opening + worst.text(), troubles, over);
  }

  /// Whether calls failed in the first half of the window alone, and nothing is amiss now.
  private static boolean isOver(List<Trouble> troubles, Situation at) {
    return at.trend().equals(Optional.of(Trend.FALLING))
        && at.latelyFailed().failed() == 0
        && troubles.stream()
            .filter(trouble -> trouble.status() == RowStatus.MISSED)
            .allMatch(trouble -> PAST.contains(trouble.metric()));
  }

  private static Summary quiet(Situation at) {
    long calls = at.all().calls();
    if (calls == 0) {
      return new Summary(RowStatus.NO_DATA, none(at), List.of(), false);
    }
    return at.enough() && at.failures().judged() > 0
        ? new Summary(RowStatus.OK, "All is well: " + counted(at), List.of(), false)
        : new Summary(
            RowStatus.NO_DATA, "Too few calls to judge: " + counted(at), List.of(), false);
  }

  private static String none(Situation at) {
    return "No calls in the last "
        + Headline.span(at.length())
        + at.idle().map(idle -> "; the last one ended " + Headline.span(idle) + " ago").orElse("");
  }

  /// `812 calls, none failed; another 40 calls failed by the callers' own fault`.
  private static String counted(Situation at) {
    Failures failures = at.failures();
    if (failures.judged() == 0) {
      String others = failures.unjudged(false);
      String left = Failures.calls(at.all().calls()) + " whose callers have left";
      return others.isEmpty() ? left : others;
    }
    String judged =
        failures.failed() == 0
            ? Failures.calls(failures.judged()) + ", none failed"
            : failures.words() + " (" + Unit.SHARE.show(failures.share()) + ")";
    String others = failures.unjudged(true);
    return others.isEmpty() ? judged : judged + "; " + others;
  }
}
