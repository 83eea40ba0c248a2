package dev.sluice.lab.ledger;

import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// The findings while a store was away, and when it was back.
///
/// @param known whether clients whose key nobody knows were told so before and after
/// @param noticed after how long the gateway said that the store was away, to all who ask, in
///   milliseconds
/// @param back after how long it said that the store was there again
/// @param complete after how long the store had every call
/// @param due what clients are to be told whose key nobody knows
/// @param answers what they were told, from the moment on at which the store was missed until it
///   was given back, and how often
/// @param notReady how often the gateway did not say that it takes calls and what is amiss
/// @param before how long calls took before, in microseconds
/// @param during how long they took while the store was away
record OutageFindings(
    boolean known,
    long noticed,
    long back,
    long complete,
    String due,
    Map<String, Integer> answers,
    int notReady,
    Histogram before,
    Histogram during) {
  /// What such a client is told while the store is there.
  static final String UNKNOWN = "401 invalid_api_key";

  /// The time within which the gateway notices, in milliseconds: it looks once a second. What its
  /// slowest call took meanwhile comes on top, since a machine that is busy says so late.
  private static final long NOTICED_MOST = 2_000;

  /// How long it may take until everything is as before, in milliseconds, behind the store's
  /// return.
  private static final long RETURNED_MOST = 30_000;

  private static final double MILLIS = 1_000;
  private static final double NINETY_NINE = 99;

  boolean hold() {
    return known
        && answers.keySet().equals(Set.of(due))
        && notReady == 0
        && noticed <= noticedMost()
        && back <= RETURNED_MOST
        && complete <= RETURNED_MOST;
  }

  private long noticedMost() {
    return NOTICED_MOST + TimeUnit.MICROSECONDS.toMillis(during.getMaxValue());
  }

  void tell(PrintStream out) {
    out.println(
        "missed by the gateway    after %d ms, at most %d".formatted(noticed, noticedMost()));
    out.println("told to unknown keys     %s, must be %s".formatted(answers, due));
    out.println("not ready, or silent     %d, at most 0".formatted(notReady));
    out.println("there again              after %d ms, at most %d".formatted(back, RETURNED_MOST));
    out.println(
        "ledger complete          after %d ms, at most %d".formatted(complete, RETURNED_MOST));
    out.println("calls before took        " + times(before));
    out.println("calls meanwhile took     " + times(during));
    out.println("unknown keys before and after: " + (known ? UNKNOWN : "not " + UNKNOWN));
  }

  private static String times(Histogram histogram) {
    return "p50 %.1f ms, p99 %.1f ms, at most %.1f ms"
        .formatted(
            histogram.getValueAtPercentile(50) / MILLIS,
            histogram.getValueAtPercentile(NINETY_NINE) / MILLIS,
            histogram.getMaxValue() / MILLIS);
  }

  /// Tells whether each budget says what it has to.
  static boolean tell(
      PrintStream out, String what, Map<String, Long> budgets, Map<String, Long> due) {
    boolean same = budgets.equals(due);
    String all = "%d, each what was billed".formatted(due.size());
    out.println("%-24s %s".formatted(what, same ? all : budgets + ", billed " + due));
    return same;
  }

  /// What each budget has to say, by what the provider has billed.
  static Map<String, Long> due(LabKeys keys, Map<String, Integer> billed) {
    var due = new TreeMap<String, Long>();
    billed.forEach(
        (call, written) -> {
          long nanos = BillingProvider.nanos(written);
          LabKeys.budgets(keys.of(call)).forEach(of -> due.merge(of, nanos, Long::sum));
        });
    return due;
  }
}
