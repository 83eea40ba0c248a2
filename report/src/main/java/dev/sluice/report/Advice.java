package dev.sluice.report;

import dev.sluice.call.pipeline.Report;
import dev.sluice.call.text.Plural;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Totals;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Advice for a row that is near its target or misses it: a table of pure functions, one a row.
/// Each names the target that contributes most to what the row counts, why, and the key to change;
/// a trouble of the target that the row does not count is none of its reasons.
final class Advice {
  private static final String TOO_FEW =
      "fewer than " + Situation.CALLS_LEAST + " calls: wait for more, or ask for a longer window";

  private static final String KEPT =
      "a restart loses none of it while the folder of store.path is in its place";

  private static final String OVER = ", which is over: there is nothing to do now";

  /// The causes that make an attempt fail in a way that is repeated at another target, the surest
  /// first.
  private static final Set<Cause> REPEATED =
      EnumSet.of(Cause.DEAD, Cause.RATE_LIMIT, Cause.TIMEOUT, Cause.FAILING);

  /// The causes that make a call fail.
  private static final Set<Cause> FATAL =
      EnumSet.of(
          Cause.DEAD,
          Cause.CREDENTIAL,
          Cause.UNKNOWN_MODEL,
          Cause.RATE_LIMIT,
          Cause.TIMEOUT,
          Cause.FAILING);

  /// The causes that keep calls from a target.
  private static final Set<Cause> LASTING = EnumSet.of(Cause.DEAD, Cause.CREDENTIAL);

  private static final Map<Metric, Function<Situation, Hint>> TABLE = table();

  private Advice() {}

  /// The advice for a row that is not `ok`.
  static Hint of(Metric metric, RowStatus status, Situation at) {
    if (status == RowStatus.NO_DATA) {
      return Hint.of(noData(metric));
    }
    Function<Situation, Hint> advice = TABLE.get(metric);
    return advice == null ? Hint.NONE : advice.apply(at);
  }

  private static String noData(Metric metric) {
    return switch (metric) {
      case UTILISATION ->
          "no limit is known: set providers.NAME.limits, or wait until it is learned";
      case BUDGET -> "no call has been sent yet";
      default -> TOO_FEW;
    };
  }

  private static Map<Metric, Function<Situation, Hint>> table() {
    var table = new EnumMap<Metric, Function<Situation, Hint>>(Metric.class);
    table.put(Metric.FAILED, Advice::failed);
    table.put(Metric.LATENCY, Advice::latency);
    table.put(Metric.RATE_LIMIT_HITS, Advice::rateLimitHits);
    table.put(Metric.TIMEOUTS, Advice::timeouts);
    table.put(Metric.RETRIES, Advice::repeats);
    table.put(Metric.RETRY_RATE, Advice::repeats);
    table.put(Metric.NON_BLOCKING, Advice::blocking);
    table.put(Metric.QUEUE_WAIT, Capacity::advice);
    table.put(Metric.REFUSED, Capacity::advice);
    table.put(Metric.UTILISATION, Advice::utilisation);
    table.put(Metric.BUDGET, Advice::budget);
    table.put(Metric.BREAKERS, Advice::breakers);
    table.put(Metric.SPENT, Advice::spent);
    table.put(Metric.STORE, Advice::store);
    table.put(Metric.CALLERS, CallerMistakes::advice);
    return table;
  }

  /// Calls that were sent nowhere are none of a target's own: the advice alone names one.
  private static Hint failed(Situation at) {
    Optional<TargetView> worst = at.worst(target -> failedCalls(target.totals()));
    double most = worst.map(target -> failedCalls(target.totals())).orElse(0.0);
    return failedCalls(at.unsent()) > most
        ? Hint.of(unsent(at).text())
        : worst.map(target -> fatal(target, at)).orElse(Hint.NONE);
  }

  private static double failedCalls(Totals totals) {
    return Failures.of(totals).failed();
  }

  private static Hint fatal(TargetView target, Situation at) {
    String failures = Failures.of(target.totals()).words();
    return because(target, at, FATAL, failures + ": the log has a line for each");
  }

  /// Advises where calls failed before they were sent to a target: their targets were failing, no
  /// key was left, or there is too little capacity.
  private static Hint unsent(Situation at) {
    Failures failures = Failures.of(at.unsent());
    return failures.provider() > failures.gateway() ? notAsked(at) : notGranted(at);
  }

  private static Hint notAsked(Situation at) {
    return at.targets().stream()
        .filter(TargetView::open)
        .findFirst()
        .map(target -> fatal(target, at))
        .or(() -> at.worst(target -> (double) failed(target.totals())).map(t -> recovered(t, at)))
        .orElse(Hint.of("their targets were failing, and are not any more"));
  }

  private static Hint recovered(TargetView target, Situation at) {
    String then = at.recovered() ? "" : ", and is not any more";
    return because(target, at, FATAL, "it was failing, so that calls were not sent to it" + then);
  }

  private static Hint notGranted(Situation at) {
    return at.targets().stream()
        .flatMap(target -> finding(target, at, EnumSet.of(Cause.CREDENTIAL)).stream())
        .findFirst()
        .map(finding -> hint(finding, at))
        .orElseGet(() -> isShort(at) ? Capacity.advice(at) : Hint.of(unasked(at)));
  }

  /// Whether capacity was short for most of what failed before it was sent: it was refused at once,
  /// or what it was to wait for is a limit, or it has waited until its deadline.
  static boolean isShort(Situation at) {
    Totals unsent = at.unsent();
    long refused = unsent.of(Figure.CALL_THROTTLED) + unsent.of(Figure.CALL_OVERLOADED);
    long full = Math.max(unsent.of(Figure.REFUSED_AT_ENTRY), refused);
    return 2 * (full + unsent.of(Figure.CALL_TIMED_OUT)) > Failures.of(unsent).gateway();
  }

  private static String unasked(Situation at) {
    return Failures.calls(Failures.of(at.unsent()).gateway())
        + " failed by the gateway's fault before they were sent: the log has a line for each";
  }

  private static Hint latency(Situation at) {
    return at.all().latencyParts().flatMap(parts -> here(parts, at)).orElseGet(() -> slowest(at));
  }

  /// Advises where calls spend most of their time in the gateway.
  private static Optional<Hint> here(Report.Parts parts, Situation at) {
    String provider = ", " + Headline.show(parts.provider()) + " at providers: ";
    if (Headline.isQueue(parts)) {
      Hint waits = Capacity.advice(at);
      String here = Headline.show(parts.queue()) + " of it in the queue here";
      return Optional.of(new Hint(waits.target(), here + provider + waits.text()));
    }
    if (parts.gateway() <= parts.provider()) {
      return Optional.empty();
    }
    return Optional.of(
        Hint.of(
            ("%s of it is the gateway's own%sgive it more processors; where an application"
                    + " embeds it, a filter or observer of that application may block")
                .formatted(Headline.show(parts.gateway()), provider)));
  }

  private static Hint slowest(Situation at) {
    return at.worst(target -> excess(at, target.totals()))
        .map(target -> because(target, at, EnumSet.of(Cause.SLOW), "its answers are the slowest"))
        .orElse(Hint.of("all targets alike: look at report.latency, and at how long answers are"));
  }

  /// By how much the calls of a target were slower than they should be, all together.
  private static double excess(Situation at, Totals totals) {
    long took = totals.latencyParts().map(Report.Parts::provider).orElse(0L);
    long over = took - at.aims().latency().toNanos();
    return (double) totals.of(Figure.CALL_ANSWERED) * Math.max(0, over);
  }

  private static Hint rateLimitHits(Situation at) {
    return most(at, Figure.ATTEMPT_THROTTLED, Cause.RATE_LIMIT, "hit a rate limit");
  }

  private static Hint timeouts(Situation at) {
    return most(at, Figure.ATTEMPT_TIMED_OUT, Cause.TIMEOUT, "ran into a timeout");
  }

  private static Hint most(Situation at, Figure figure, Cause cause, String what) {
    return at.worst(target -> (double) target.totals().of(figure))
        .map(target -> because(target, at, EnumSet.of(cause), part(target, figure, what)))
        .orElse(Hint.NONE);
  }

  private static String part(TargetView target, Figure figure, String what) {
    Totals totals = target.totals();
    return totals.of(figure) + " of its " + totals.attempts() + " attempts " + what;
  }

  private static Hint repeats(Situation at) {
    return at.worst(target -> (double) failed(target.totals()))
        .map(target -> new Hint(target.name(), repeats(target, at)))
        .orElse(Hint.of("races are repeats, too: lower race.budget"));
  }

  private static String repeats(TargetView target, Situation at) {
    Totals totals = target.totals();
    String share = Unit.SHARE.show(Situation.share(failed(totals), totals.attempts()));
    return target.name() + " failed " + share + " of its attempts" + remedy(target, at);
  }

  /// Fewer attempts are no help where what failed is over.
  private static String remedy(TargetView target, Situation at) {
    if (at.recovered()) {
      return OVER;
    }
    return ": "
        + finding(target, at, REPEATED)
            .map(Finding::remedy)
            .orElse("lower " + target.section() + ".retry.attempts");
  }

  /// How many attempts failed so that they were repeated: no key, no model and no request is at
  /// fault.
  private static long failed(Totals totals) {
    return totals.of(Figure.ATTEMPT_THROTTLED)
        + totals.of(Figure.ATTEMPT_OVERLOADED)
        + totals.of(Figure.ATTEMPT_UNREACHABLE)
        + totals.of(Figure.ATTEMPT_TIMED_OUT)
        + totals.of(Figure.ATTEMPT_BAD_ANSWER);
  }

  private static Hint blocking(Situation at) {
    long blocked = at.all().of(Figure.BLOCKED);
    return Hint.of(
        blocked
            + (blocked == 1 ? " call ran while its" : " calls ran while their")
            + " event loop stood still for 50 ms"
            + (at.pinning() ? ", " + at.all().of(Figure.PINNED) + " were pinned" : "")
            + ": the machine has too few processors; or, where an application embeds the gateway, a"
            + " filter or observer of that application blocks");
  }

  /// Names what is wrong with the store first, then what happens meanwhile.
  private static Hint store(Situation at) {
    String restart =
        at.store().lost().map(why -> "a restart loses some of it: " + why).orElse(KEPT);
    return Hint.of(
        at.store().remedy()
            + "; known keys go on meanwhile, and what calls cost is kept in the journal: "
            + restart);
  }

  private static Hint utilisation(Situation at) {
    return at.worst(Capacity::used)
        .map(
            target ->
                because(
                    target,
                    at,
                    EnumSet.of(Cause.QUOTA),
                    Unit.SHARE.show(Capacity.used(target)) + " of its limit is used"))
        .orElse(Hint.NONE);
  }

  private static Hint budget(Situation at) {
    return at.targets().stream()
        .filter(target -> target.budgetLeft().isPresent())
        .min(Comparator.comparingDouble(target -> target.budgetLeft().orElse(0)))
        .map(
            target ->
                new Hint(
                    target.name(),
                    target.name()
                        + " has used up what may be repeated: "
                        + finding(target, at, REPEATED)
                            .map(Finding::remedy)
                            .orElse("raise " + target.section() + ".retry.budget")))
        .orElse(Hint.NONE);
  }

  private static Hint spent(Situation at) {
    long more = at.budgets().stream().filter(budget -> budget.status().warns()).count() - 1;
    String others =
        more > 0 ? "; " + more + Plural.noun(more, " more is", " more are") + " beyond 80 %" : "";
    return most(at).map(most -> Hint.of(BudgetWords.advice(most) + others)).orElse(Hint.NONE);
  }

  /// The budget that is spent most; where one of all keys is used up, that one.
  static Optional<OwnedBudget> most(Situation at) {
    return at.budgets().stream()
        .max(
            Comparator.<OwnedBudget, Boolean>comparing(
                    one -> one.kind() == OwnedBudget.Kind.ALL && one.share() >= 1)
                .thenComparingDouble(OwnedBudget::share));
  }

  private static Hint breakers(Situation at) {
    return at.targets().stream()
        .filter(TargetView::failing)
        .findFirst()
        .map(target -> because(target, at, LASTING, "it is failing"))
        .or(() -> at.targets().stream().filter(TargetView::onTrial).findFirst().map(Advice::trial))
        .orElse(Hint.NONE);
  }

  private static Hint trial(TargetView target) {
    String tried = ": a few calls try it out; answers make it healthy again";
    return new Hint(target.name(), target.name() + tried);
  }

  /// The gravest finding of these kinds about a target, or what else is to be said of it.
  private static Hint because(
      TargetView target, Situation at, Set<Cause> causes, String otherwise) {
    return finding(target, at, causes)
        .map(finding -> hint(finding, at))
        .orElseGet(
            () ->
                new Hint(
                    target.name(),
                    target.name() + ": " + otherwise + (isOver(causes, at) ? OVER : "")));
  }

  /// Whether the trouble is over, as it is where calls have failed; what is slow or used up may go
  /// on.
  private static boolean isOver(Set<Cause> causes, Situation at) {
    return at.recovered() && FATAL.containsAll(causes);
  }

  private static Hint hint(Finding finding, Situation at) {
    boolean over = isOver(EnumSet.of(finding.cause()), at);
    String remedy = over ? OVER + "; should it come again: " : "; ";
    String text = finding.target() + ": " + finding.problem() + remedy + finding.remedy();
    return new Hint(finding.target(), text);
  }

  /// Picks the finding that most attempts have met; that a circuit is open says less than what has
  /// opened it.
  private static Optional<Finding> finding(TargetView target, Situation at, Set<Cause> causes) {
    Optional<Cause> most = Reasons.of(target).map(Reasons.Reason::cause);
    boolean reached = target.totals().of(Figure.ATTEMPT_UNREACHABLE) == 0;
    return Cause.all(target, at.aims()).stream()
        .filter(finding -> causes.contains(finding.cause()))
        .min(
            Comparator.<Finding, Boolean>comparing(
                    finding -> !most.equals(Optional.of(finding.cause())))
                .thenComparing(finding -> reached && finding.cause() == Cause.DEAD));
  }
}
