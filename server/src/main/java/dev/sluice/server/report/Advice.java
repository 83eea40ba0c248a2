package dev.sluice.server.report;

import dev.sluice.call.pipeline.Report;
import dev.sluice.internal.history.count.Figure;
import dev.sluice.internal.history.count.Totals;
import dev.sluice.server.payment.Standing;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What to do where a row is near its target or misses it: a table of pure functions, one a row.
/// Each names the target that contributes most, why, and the key to change.
final class Advice {
  private static final String TOO_FEW =
      "fewer than " + Situation.CALLS_LEAST + " calls: wait for more, or ask for a longer window";

  private static final Map<Metric, Function<Situation, String>> TABLE = table();

  private Advice() {}

  /// The advice for a row that is not `ok`.
  static String of(Metric metric, RowStatus status, Situation at) {
    if (status == RowStatus.NO_DATA) {
      return noData(metric);
    }
    Function<Situation, String> advice = TABLE.get(metric);
    return advice == null ? "" : advice.apply(at);
  }

  private static String noData(Metric metric) {
    return switch (metric) {
      case UTILISATION ->
          "no limit is known: set providers.NAME.limits, or wait until it is learned";
      case BUDGET -> "no call has been sent yet";
      default -> TOO_FEW;
    };
  }

  private static Map<Metric, Function<Situation, String>> table() {
    var table = new EnumMap<Metric, Function<Situation, String>>(Metric.class);
    table.put(Metric.LATENCY, Advice::latency);
    table.put(Metric.RATE_LIMIT_HITS, Advice::rateLimitHits);
    table.put(Metric.TIMEOUTS, Advice::timeouts);
    table.put(Metric.RETRIES, Advice::repeats);
    table.put(Metric.RETRY_RATE, Advice::repeats);
    table.put(Metric.NON_BLOCKING, Advice::blocking);
    table.put(Metric.QUEUE_WAIT, Advice::waits);
    table.put(Metric.REFUSED, Advice::waits);
    table.put(Metric.UTILISATION, Advice::utilisation);
    table.put(Metric.BUDGET, Advice::budget);
    table.put(Metric.BREAKERS, Advice::breakers);
    table.put(Metric.SPENT, Advice::spent);
    return table;
  }

  private static String latency(Situation at) {
    return at.all().latencyParts().flatMap(parts -> here(parts, at)).orElseGet(() -> slowest(at));
  }

  /// What to do where calls spend most of their time in the gateway.
  private static Optional<String> here(Report.Parts parts, Situation at) {
    long most = Math.max(parts.provider(), Math.max(parts.queue(), parts.gateway()));
    if (parts.provider() == most) {
      return Optional.empty();
    }
    String provider = ", " + show(parts.provider()) + " at providers: ";
    return Optional.of(
        parts.queue() == most
            ? show(parts.queue()) + " of it in the queue here" + provider + waits(at)
            : show(parts.gateway())
                + " of it is the gateway's own"
                + provider
                + "give it more processors; an embedder's filter or observer may block");
  }

  private static String show(long nanos) {
    return Unit.SECONDS.show(nanos / 1e9);
  }

  private static String slowest(Situation at) {
    return at.worst(target -> excess(at, target.totals()))
        .map(target -> byCause(at, target, Cause.SLOW))
        .orElse("all targets alike: look at report.latency, and at how long answers are");
  }

  /// By how much the calls of a target were slower than they should be, all together.
  private static double excess(Situation at, Totals totals) {
    long took = totals.latencyParts().map(Report.Parts::provider).orElse(0L);
    long over = took - at.aims().latency().toNanos();
    return (double) totals.of(Figure.CALL_ANSWERED) * Math.max(0, over);
  }

  private static String rateLimitHits(Situation at) {
    return at.worst(target -> (double) target.totals().of(Figure.ATTEMPT_THROTTLED))
        .map(target -> byCause(at, target, Cause.RATE_LIMIT))
        .orElse("limits of accounts that clients choose themselves: nothing to change here");
  }

  private static String timeouts(Situation at) {
    return at.worst(target -> (double) target.totals().of(Figure.ATTEMPT_TIMED_OUT))
        .map(target -> byCause(at, target, Cause.TIMEOUT))
        .orElse("calls came with deadlines that had passed: raise the clients' timeouts");
  }

  private static String repeats(Situation at) {
    return at.worst(target -> (double) failed(target.totals()))
        .map(
            target ->
                target.name()
                    + " failed "
                    + Unit.SHARE.show(
                        Situation.share(failed(target.totals()), target.totals().attempts()))
                    + " of its attempts: "
                    + first(at, target)
                        .map(Finding::remedy)
                        .orElse("lower " + target.section() + ".retry.attempts"))
        .orElse("races are repeats, too: lower race.budget");
  }

  private static long failed(Totals totals) {
    return totals.attempts()
        - totals.of(Figure.ATTEMPT_ANSWERED)
        - totals.of(Figure.ATTEMPT_CANCELLED)
        - totals.of(Figure.ATTEMPT_REFUSED);
  }

  private static String blocking(Situation at) {
    long blocked = at.all().of(Figure.BLOCKED);
    return blocked
        + (blocked == 1 ? " call ran while its" : " calls ran while their")
        + " event loop stood still for 50 ms"
        + (at.pinning() ? ", " + at.all().of(Figure.PINNED) + " were pinned" : "")
        + ": an embedder's filter or observer blocks, or the machine has too few processors";
  }

  private static String waits(Situation at) {
    return at.worst(target -> used(target.quotas()))
        .map(
            target ->
                "capacity is short; "
                    + target.name()
                    + " uses "
                    + Unit.SHARE.show(used(target.quotas()))
                    + " of its limit: add a target to "
                    + target.targets()
                    + ", or a key to providers."
                    + target.provider()
                    + ".keys")
        .orElse("capacity is short: add a target to the route, or raise queue.max_wait");
  }

  private static double used(List<QuotaView> quotas) {
    return quotas.stream()
        .filter(QuotaView::known)
        .mapToDouble(QuotaView::utilisation)
        .max()
        .orElse(0);
  }

  private static String utilisation(Situation at) {
    return at.worst(target -> used(target.quotas()))
        .map(target -> byCause(at, target, Cause.QUOTA))
        .orElse("");
  }

  private static String budget(Situation at) {
    return at.worst(target -> -target.budgetLeft().orElse(0) + 2)
        .map(
            target ->
                target.name()
                    + " has used up what may be repeated: "
                    + first(at, target)
                        .map(Finding::remedy)
                        .orElse("raise " + target.section() + ".retry.budget"))
        .orElse("");
  }

  private static String spent(Situation at) {
    long more = at.budgets().stream().filter(budget -> budget.status().warns()).count() - 1;
    String others = more > 0 ? ", and " + more + " more are beyond 80 %" : "";
    return at.budgets().stream()
        .max(Comparator.comparingDouble(Standing::share))
        .map(most -> most.words() + others + ": raise the budget, or let calls be refused")
        .orElse("");
  }

  private static String breakers(Situation at) {
    return at.targets().stream()
        .filter(TargetView::open)
        .findFirst()
        .map(target -> byCause(at, target, Cause.DEAD))
        .orElse("");
  }

  /// The finding of this kind about a target, else the gravest one, in one line.
  private static String byCause(Situation at, TargetView target, Cause cause) {
    return Cause.all(target, at.aims()).stream()
        .filter(finding -> finding.cause() == cause)
        .findFirst()
        .or(() -> first(at, target))
        .map(finding -> finding.target() + ": " + finding.problem() + "; " + finding.remedy())
        .orElse(target.name() + " contributes most");
  }

  private static Optional<Finding> first(Situation at, TargetView target) {
    return Cause.all(target, at.aims()).stream().findFirst();
  }
}
