package dev.sluice.lab.overhead;

import dev.sluice.lab.load.CallError;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The scenario of as many calls as a core can do, of a key with limits and budgets, alone and
/// beside those who guess at keys: 10,000 calls a second with wrong ones of each kind are offered,
/// in three dialects, over connections that are kept but for one in twenty answers. A guess that
/// finds no connection free, since refusals are made to wait, is sent when one is. A round begins
/// with the one, the next with the other.
record Guesses() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 10;
  private static final int PER_SECOND = 10_000;
  private static final int GUESSERS = 256;
  private static final int LEAVE_AFTER = 20;

  /// The least load that is offered, sent or not, for the figures to be about so much.
  private static final double OFFERED = 0.99;

  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public String title() {
    return RoundMeasure.GUESSES_ALONE.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.SLUICE_KEYED);
  }

  @Override
  public int rounds(int asked) {
    return ROUNDS;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    Guess.complaints(contender).forEach(sheet::complain);
    boolean aloneFirst = done(contender, sheet) % 2 == 0;
    Visit alone = aloneFirst ? alone(contender, bench, sheet) : null;
    Beside beside = beside(contender, bench, sheet);
    report(contender, sheet, alone == null ? alone(contender, bench, sheet) : alone, beside);
  }

  /// What honest calls and guesses came to.
  ///
  /// @param waited how many guesses waited to be sent before
  private record Beside(Visit visit, Tally guesses, long waited) {
    double refusedPerSecond() {
      return refused() / visit.seconds();
    }

    double offeredPerSecond() {
      return (refused() + guesses.waiting() - waited) / visit.seconds();
    }

    private double refused() {
      return guesses.errors().getOrDefault(CallError.UNAUTHORIZED, 0L);
    }
  }

  private static int done(Contender contender, Sheet sheet) {
    return sheet
        .series(RoundMeasure.GUESSES_ALONE, contender.name())
        .map(series -> series.values().size())
        .orElse(0);
  }

  private Visit alone(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    try (Load honest = honest(contender, bench)) {
      Visit visit = Visit.measure(contender, honest, SETTLE, bench);
      sheet.check(contender.name(), title(), visit.tally());
      return visit;
    }
  }

  private Beside beside(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    List<Payload> guesses = Guess.all(contender, SIZE);
    try (Load honest = honest(contender, bench);
        Load guessing =
            Load.mixed(bench.site(contender), guesses, PER_SECOND, GUESSERS, LEAVE_AFTER)) {
      honest.window(SETTLE);
      long waited = guessing.sinceThen().waiting();
      Visit visit = Visit.measure(contender, honest, Duration.ZERO, bench);
      Tally refused = guessing.sinceThen();
      sheet.check(contender.name(), title(), visit.tally());
      return new Beside(visit, refused, waited);
    }
  }

  private static Load honest(Contender contender, Bench bench) {
    Payload call = Bench.call(contender, false, SIZE).with(Sluice.KEY);
    return Load.closed(bench.site(contender), call, CONNECTIONS);
  }

  private void report(Contender contender, Sheet sheet, Visit alone, Beside beside) {
    String name = contender.name();
    Visit visit = beside.visit();
    double refused = beside.refusedPerSecond();
    double honestCpu = alone.cpuMicros() / alone.tally().calls() * visit.tally().calls();
    sheet.add(RoundMeasure.GUESSES_ALONE, name, alone.callsPerSecond());
    sheet.add(RoundMeasure.GUESSES_BESIDE, name, visit.callsPerSecond());
    sheet.add(
        RoundMeasure.GUESSES_KEPT, name, visit.callsPerSecond() / alone.callsPerSecond() * 100);
    sheet.add(RoundMeasure.GUESSES_REFUSED, name, refused);
    sheet.add(
        RoundMeasure.GUESSES_CPU,
        name,
        (visit.cpuMicros() - honestCpu) / (refused * visit.seconds()));
    sheet.add(RoundMeasure.GUESSES_BUSY, name, visit.busyPercent());
    complain(name, beside, sheet);
  }

  private void complain(String contender, Beside beside, Sheet sheet) {
    if (beside.offeredPerSecond() < OFFERED * PER_SECOND) {
      sheet.complain(
          "%s, %s: %.0f a second were offered"
              .formatted(contender, title(), beside.offeredPerSecond()));
    }
    Tally guesses = beside.guesses();
    Map<CallError, Long> others = new EnumMap<>(guesses.errors());
    others.remove(CallError.UNAUTHORIZED);
    if (guesses.calls() > 0 || !others.isEmpty()) {
      sheet.complain(
          "%s, %s: %d wrong keys were let in, and otherwise not refused: %s"
              .formatted(contender, title(), guesses.calls(), others));
    }
  }
}
