package dev.sluice.report;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A report in a few sentences: whether it goes well, and what does not, the worst first.
///
/// @param status the worst of its troubles, `ok` without any, or `no data`
/// @param verdict the first words of `text`, which stand for it where there is no room for more
/// @param text a sentence
/// @param troubles the rows that miss their targets, then those that are near them, each by how
///   much it hurts
/// @param over whether what was not well is over: calls failed in the first half of the window
///   alone
public record Summary(
    RowStatus status, String verdict, String text, List<Trouble> troubles, boolean over) {
  private static final String FEW = "Too few calls to judge";

  /// The order of troubles: what hurts clients more comes first; causes come before what follows
  /// from them.
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
          Metric.CALLERS,
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

  /// A row that is not as it should be.
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

    /// The page that shows a trouble. Without a store there is no page of costs.
    static Place of(Metric metric, Situation at) {
      return switch (metric) {
        case FAILED -> FailedCalls.isOfKeys(at) ? CONFIGURATION : CALLS;
        case NON_BLOCKING, SAVED, TOKENS -> CALLS;
        case QUEUE_WAIT, REFUSED -> QUEUE;
        case LATENCY -> Headline.isWait(at) ? QUEUE : TARGETS;
        case CALLERS ->
            CallerMistakes.isLimited(at.failures()) && at.store().there() ? KEYS : CALLS;
        case SPENT -> at.store().there() ? COST : CONFIGURATION;
        case STORE -> KEYS;
        default -> TARGETS;
      };
    }
  }

  static Summary of(List<ReportRow> rows, Situation at) {
    List<Trouble> troubles = gravestFirst(rows).map(row -> trouble(row, at)).toList();
    boolean judged = troubles.stream().anyMatch(trouble -> trouble.metric() != Metric.CALLERS);
    return judged || (!troubles.isEmpty() && at.failures().judged() > 0)
        ? troubled(troubles, at)
        : quiet(at, troubles);
  }

  private static Stream<ReportRow> gravestFirst(List<ReportRow> rows) {
    return rows.stream()
        .filter(row -> row.status() == RowStatus.MISSED || row.status() == RowStatus.NEAR)
        .sorted(
            Comparator.<ReportRow>comparingInt(row -> row.status() == RowStatus.MISSED ? 0 : 1)
                .thenComparingInt(row -> GRAVITY.indexOf(row.metric())));
  }

  private static Trouble trouble(ReportRow row, Situation at) {
    String text = Headline.of(row, at);
    return new Trouble(row.metric(), row.status(), text, row.hint(), Place.of(row.metric(), at));
  }

  private static Summary troubled(List<Trouble> troubles, Situation at) {
    Trouble worst = troubles.getFirst();
    boolean missed = worst.status() == RowStatus.MISSED;
    boolean over = missed && isOver(troubles, at);
    String verdict = over ? "Well again" : missed ? "Not well" : near(worst);
    String joint = worst.metric() == Metric.CALLERS ? ", but " : ": ";
    return new Summary(worst.status(), verdict, verdict + joint + worst.text(), troubles, over);
  }

  private static String near(Trouble worst) {
    return worst.metric() == Metric.CALLERS ? "Well for the gateway" : "Well, but look";
  }

  /// Whether calls failed in the first half of the window alone, and nothing is amiss now.
  private static boolean isOver(List<Trouble> troubles, Situation at) {
    return at.recovered()
        && troubles.stream()
            .filter(trouble -> trouble.status() == RowStatus.MISSED)
            .allMatch(trouble -> PAST.contains(trouble.metric()));
  }

  /// @param callers what callers get wrong themselves, which is no trouble of the gateway
  private static Summary quiet(Situation at, List<Trouble> callers) {
    if (at.all().calls() == 0) {
      return new Summary(RowStatus.NO_DATA, "No calls", none(at), List.of(), false);
    }
    boolean well = at.enough() && at.failures().judged() > 0;
    String verdict = well ? "All is well" : FEW;
    RowStatus status = well ? RowStatus.OK : RowStatus.NO_DATA;
    return new Summary(status, verdict, verdict + ": " + counted(at), callers, false);
  }

  private static String none(Situation at) {
    return "No calls in the last "
        + Headline.span(at.length())
        + at.idle().map(idle -> "; the last one ended " + Headline.span(idle) + " ago").orElse("");
  }

  /// Says how many calls there were: `812 calls, none failed; another 40 calls failed by the
  /// callers' own fault`.
  private static String counted(Situation at) {
    Failures failures = at.failures();
    String others =
        Stream.of(failures.own(), failures.unknownFaults())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; another "));
    if (failures.judged() == 0) {
      String left = Failures.calls(at.all().calls()) + " whose callers have left";
      return others.isEmpty() ? left : others;
    }
    String judged =
        failures.failed() == 0
            ? Failures.calls(failures.judged()) + ", none failed"
            : failures.words() + " (" + Unit.SHARE.show(failures.share()) + ")";
    return others.isEmpty() ? judged : judged + "; another " + others;
  }
}
