package dev.sluice.report;

import dev.sluice.call.pipeline.Report;
import dev.sluice.call.text.Plural;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// The words that a person would say of a row, in half a sentence, and what its figure is made of.
/// Pure functions.
final class Headline {
  private static final int NAMES_MOST = 3;
  private static final long SECONDS_MOST = 300;
  private static final long MINUTES_MOST = 120;

  private static final String BURST =
      "over a minute; calls of a burst wait although not all of it is used";

  private Headline() {}

  /// Makes the headline of a row that is near its target or misses it.
  static String of(ReportRow row, Situation at) {
    String is = row.currentText();
    return switch (row.metric()) {
      case FAILED -> FailedCalls.headline(at);
      case LATENCY -> "answers take " + is + " on average" + aim(row) + slow(row, at);
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
      case BREAKERS -> failing(at) + harm(at);
      case SPENT -> spent(at);
      case STORE -> at.store().problem();
      case CALLERS -> CallerMistakes.headline(at);
      case SAVED, TOKENS -> "";
    };
  }

  /// Says where a slow row's time goes; where calls wait in the gateway no target is slow.
  private static String slow(ReportRow row, Situation at) {
    return at.all()
        .latencyParts()
        .filter(Headline::isQueue)
        .map(parts -> ", " + show(parts.queue()) + " of it in the queue here")
        .orElseGet(() -> named(row));
  }

  /// Whether calls spend more time in the queue than anywhere else.
  static boolean isQueue(Report.Parts parts) {
    return parts.queue() > 0 && parts.queue() >= Math.max(parts.provider(), parts.gateway());
  }

  /// Whether calls are late since they wait in the gateway.
  static boolean isWait(Situation at) {
    return at.all().latencyParts().filter(Headline::isQueue).isPresent();
  }

  private static String aim(ReportRow row) {
    return " (target " + row.targetText() + ")";
  }

  private static String named(ReportRow row) {
    return row.hint().target().isEmpty() ? "" : "; see " + row.hint().target();
  }

  /// Says what the figure of a row is made of; empty where there is nothing to add.
  static String note(Metric metric, Situation at) {
    return switch (metric) {
      case FAILED -> at.failures().note(FailedCalls.trend(at));
      case LATENCY -> Metric.LATENCY.current(at).isPresent() ? latency(at) : "";
      case UTILISATION -> Capacity.isBurst(at) && isLate(at) ? BURST : "";
      case BREAKERS -> targets(at);
      case STORE -> at.store().problem();
      case CALLERS -> at.failures().own();
      case SPENT -> spent(at);
      default -> "";
    };
  }

  private static String spent(Situation at) {
    return Advice.most(at).map(BudgetWords::spent).orElse("");
  }

  private static boolean isLate(Situation at) {
    return Metric.QUEUE_WAIT.current(at).orElse(0) > at.aims().queueWait().toNanos() / 1e9;
  }

  /// Says of which calls the figure is: calls that failed have no latency, so it is that of the
  /// others alone.
  private static String latency(Situation at) {
    Failures failures = at.failures();
    String of =
        failures.failed() == 0
            ? ""
            : "of the %s of %s that were answered: "
                .formatted(
                    failures.judged() - failures.failed(), Failures.calls(failures.judged()));
    return at.all().latencyParts().map(parts -> of + parts(parts)).orElse("");
  }

  /// `1.2 s in the queue, 3 ms here, 600 ms at providers`.
  private static String parts(Report.Parts parts) {
    return "%s in the queue, %s here, %s at providers"
        .formatted(show(parts.queue()), show(parts.gateway()), show(parts.provider()));
  }

  /// Shows a time in a fitting unit.
  static String show(long nanos) {
    return Unit.SECONDS.show(nanos / 1e9);
  }

  private static String targets(Situation at) {
    String failing = names(at.targets().stream().filter(TargetView::failing).toList());
    String tried = names(at.targets().stream().filter(TargetView::onTrial).toList());
    return (failing.isEmpty() ? "" : "failing: " + failing)
        + (failing.isEmpty() || tried.isEmpty() ? "" : "; ")
        + (tried.isEmpty() ? "" : "on trial: " + tried);
  }

  /// Names failing targets: `gone/m is failing; shaky/m is on trial`.
  private static String failing(Situation at) {
    String failing = are(at.targets().stream().filter(TargetView::failing).toList(), "failing");
    String tried = are(at.targets().stream().filter(TargetView::onTrial).toList(), "on trial");
    return failing + (failing.isEmpty() || tried.isEmpty() ? "" : "; ") + tried;
  }

  private static String are(List<TargetView> all, String what) {
    String are = Plural.noun(all.size(), " is ", " are ");
    return all.isEmpty() ? "" : names(all) + are + what;
  }

  /// Whether clients notice, since calls may go to other targets. Calls that failed are told by a
  /// row of their own.
  private static String harm(Situation at) {
    Failures failures = at.failures();
    return failures.judged() > 0 && failures.failed() == 0
        ? "; none of " + Failures.calls(failures.judged()) + " failed"
        : "";
  }

  private static String names(List<TargetView> all) {
    String names =
        all.stream().limit(NAMES_MOST).map(TargetView::name).collect(Collectors.joining(", "));
    int more = all.size() - NAMES_MOST;
    return more > 0 ? names + " and " + more + " more" : names;
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
