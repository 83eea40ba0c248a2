package dev.sluice.lab.overhead;

import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;

/// The scenario of as many streams of 100 events as a core can do, all events of a stream in a
/// single write: passed on to clients that ask for a stream, and put together for clients that ask
/// for a whole answer.
record Assembled(CallMeasures measures) implements SaturatedCalls {
  private static final int EVENTS = 100;

  Assembled() {
    this(CallMeasures.of("ASSEMBLED"));
  }

  @Override
  public boolean concerns(String contender) {
    return SaturatedCalls.super.concerns(contender) || isAssembling(contender);
  }

  @Override
  public MockAnswer answer() {
    return MockAnswer.burst(EVENTS);
  }

  @Override
  public Payload call(Contender contender) {
    return Bench.call(contender, !isAssembling(contender.name()), 1024);
  }

  private static boolean isAssembling(String contender) {
    return contender.equals(Contender.SLUICE_ASSEMBLING);
  }
}
