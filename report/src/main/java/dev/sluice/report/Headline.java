package dev.sluice.report;

import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What a person would say of a row, in half a sentence, and what its figure is made of. Pure
/// functions.
final class Headline {
  private static final int NAMES_MOST = 3;
  private static final long SECONDS_MOST = 300;
  private static final long MINUTES_MOST = 120;

  private Headline() {}

  /// Of a row that is near its target or misses it.
  static String of(ReportRow row, Situation at) {
    String is = row.currentText();
    return switch (row.metric()) {
      case FAILED -> at.failures().words() + " (" + is + ")" + trend(at) + named(row);
      case LATENCY -> "answers take " + is + " on average" + aim(row) + named(row);
      case RATE_LIMIT_HITS -> is + " of attempts hit a provider's rate limit" + named(row);
      case TIMEOUTS -> is + " of calls ran into a timeout" + named(row);
      case RETRIES -> "calls were repeated " + is + " times each";
      case RETRY_RATE -> is + " of calls had to be repeated";
      case NON_BLOCKING -> "calls ran while their event loop stood still";
      case QUEUE_WAIT ->
          "calls wait in the gateway's own queue, the slowest 5 % for " + is + aim(row);
      case REFUSED -> is + " of calls were refused at once for want of capacity";
      case UTILISATION -> is + " of a provider's limit is used" + named(row);
      case BUDGET -> "what may be repeated is used up" + named(row);
      case BREAKERS -> targets(at) + harm(at);
      case SPENT -> spent(at);
      case STORE -> note(Metric.STORE, at);
      case SAVED, TOKENS -> "";
    };
  }

  private static String aim(ReportRow row) {
    return " (target " + row.targetText() + ")";
  }

  private static String named(ReportRow row) {
    return row.hint().target().isEmpty() ? "" : "; see " + row.hint().target();
  }

  private static String spent(Situation at) {
    return Advice.most(at).map(Standing::words).orElse("");
  }

  /// What the figure of a row is made of; empty where there is nothing to add.
  static String note(Metric metric, Situation at) {
    return switch (metric) {
      case FAILED -> at.failures().note(trend(at));
      case LATENCY -> at.enough() ? at.all().latencyParts().map(Headline::parts).orElse("") : "";
      case BREAKERS -> targets(at);
      case STORE -> at.store().trouble().orElse("");
      default -> "";
    };
  }

  /// `1.2 s in the queue, 3 ms here, 600 ms at providers`.
  private static String parts(Report.Parts parts) {
    return show(parts.queue())
        + " in the queue, "
        + show(parts.gateway())
        + " here, "
        + show(parts.provider())
        + " at providers";
  }

  /// A time in its unit.
  static String show(long nanos) {
    return Unit.SECONDS.show(nanos / 1e9);
  }

  private static String targets(Situation at) {
    String failing = names(at.targets().stream().filter(TargetView::open).toList());
    String tried = names(at.targets().stream().filter(TargetView::onTrial).toList());
    return (failing.isEmpty() ? "" : "failing: " + failing)
        + (failing.isEmpty() || tried.isEmpty() ? "" : "; ")
        + (tried.isEmpty() ? "" : "on trial: " + tried);
  }

  /// Whether clients notice: calls may go to other targets.
  private static String harm(Situation at) {
    Failures failures = at.failures();
    if (failures.judged() == 0) {
      return "";
    }
    return failures.failed() == 0
        ? "; none of " + Failures.calls(failures.judged()) + " failed"
        : "; " + failures.words();
  }

  private static String names(List<TargetView> all) {
    String names =
        all.stream().limit(NAMES_MOST).map(TargetView::name).collect(Collectors.joining(", "));
    int more = all.size() - NAMES_MOST;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /// `, falling: 0 of 50 in the last 150 s`; empty where it is not known.
  private static String trend(Situation at) {
    return at.trend().map(trend -> ", " + trend.word() + lately(trend, at)).orElse("");
  }

  private static String lately(Trend trend, Situation at) {
    Failures lately = at.latelyFailed();
    return trend == Trend.STEADY
        ? ""
        : ": " + lately.failed() + " of " + lately.judged() + " in the last " + span(at.half());
  }

  /// A span of time in seconds, minutes or hours.
  static String span(Duration time) {
    boolean odd = time.toSeconds() < SECONDS_MOST && time.toSecondsPart() != 0;
    if (odd || time.toMinutes() < 1) {
      return Math.max(1, time.toSeconds()) + " s";
    }
    return time.toMinutes() < MINUTES_MOST ? time.toMinutes() + " min" : time.toHours() + " h";
  }
}
