package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;

/// The scenario of as many streams of 100 events as a core can do, all events of a stream in a
/// single write: passed on to clients that ask for a stream, and put together for clients that ask
/// for a whole answer.
record Assembled() implements OverheadScenario {
  private static final int EVENTS = 100;

  private static final Saturated AS =
      new Saturated(
          1024,
          RoundMeasure.ASSEMBLED_CPU,
          RoundMeasure.ASSEMBLED_ALLOCATED,
          RoundMeasure.ASSEMBLED_CALLS,
          RoundMeasure.ASSEMBLED_BUSY);

  @Override
  public String title() {
    return AS.title();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public boolean concerns(String contender) {
    return !contender.equals(Contender.SLUICE_SAVING);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.burst(EVENTS));
    boolean stream = !contender.name().equals(Contender.SLUICE_ASSEMBLING);
    Payload call = Bench.call(contender, stream, AS.size());
    try (Load load = Load.closed(bench.site(contender), call, Saturated.CONNECTIONS)) {
      AS.measure(contender, load, bench, sheet);
    }
  }
}
