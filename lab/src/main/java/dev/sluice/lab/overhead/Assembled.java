package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.util.Set;

/// The scenario of as many streams of 100 events as a core can do, all events of a stream in a
/// single write: passed on to clients that ask for a stream, and put together for clients that ask
/// for a whole answer.
record Assembled() implements OverheadScenario {
  private static final int EVENTS = 100;

  private static final Saturated AS =
      new Saturated(
          Assembled::call,
          Set.of(),
          RoundMeasure.ASSEMBLED_CPU,
          RoundMeasure.ASSEMBLED_ALLOCATED,
          RoundMeasure.ASSEMBLED_CALLS,
          RoundMeasure.ASSEMBLED_BUSY);

  @Override
  public String title() {
    return AS.title();
  }

  @Override
  public boolean concerns(String contender) {
    return !contender.equals(Contender.SLUICE_SAVING);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.burst(EVENTS));
    try (Load load = Load.closed(bench.site(contender), call(contender), Saturated.CONNECTIONS)) {
      AS.measure(contender, load, bench, sheet);
    }
  }

  private static Payload call(Contender contender) {
    return Bench.call(contender, !contender.name().equals(Contender.SLUICE_ASSEMBLING), 1024);
  }
}
