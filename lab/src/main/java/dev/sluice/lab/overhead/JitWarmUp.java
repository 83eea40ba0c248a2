package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import java.time.Duration;

/// A warm-up: calls that are not measured, until a JVM has compiled what it runs often.
///
/// @param seconds how thoroughly: a JVM's compiler is at rest after some 1,000,000 calls, however
///   long they take, which is 5; before, it takes a tenth of the core. Fewer make a quick look,
///   which is quick by the square
record JitWarmUp(Bench bench, int seconds) {
  private static final long CALLS_PER_SECOND = 200_000;
  private static final int AT_REST = 5;
  private static final int TIMES_AT_MOST = 8;
  private static final int CONNECTIONS = 64;

  /// Warms `contender` up.
  public void run(Contender contender) throws InterruptedException {
    run(contender, Bench.call(contender, false, 1024));
  }

  /// The same with calls that a scenario makes.
  void run(Contender contender, Payload call) throws InterruptedException {
    long left = CALLS_PER_SECOND * seconds * Math.min(seconds, AT_REST) / AT_REST;
    try (Load load = Load.closed(bench.site(contender), call, CONNECTIONS)) {
      for (int i = 0; i < TIMES_AT_MOST * seconds && left > 0; i++) {
        left -= load.window(Duration.ofSeconds(1)).calls();
      }
    }
  }

  /// The start and warm-up of a contender before it counts as ready.
  public Starter withStart(Starter starter) {
    return new Starter(starter.name(), () -> warmed(starter.run()));
  }

  private Contender warmed(Contender contender) throws InterruptedException {
    try {
      run(contender);
      return contender;
    } catch (InterruptedException | RuntimeException e) {
      contender.close();
      throw e;
    }
  }
}
