package dev.sluice.lab.overhead;

import java.io.IOException;

/// Makes a contender ready to be measured.
///
/// @param name the contender's
record Starter(String name, Start start) {

  /// How.
  @FunctionalInterface
  interface Start {
    /// Starts it, and waits until it is ready.
    Contender run() throws IOException, InterruptedException;
  }

  /// The same, with a warm-up before it is ready.
  Starter warmedUp(JitWarmUp warmUp) {
    return new Starter(
        name,
        () -> {
          Contender contender = run();
          try {
            warmUp.run(contender);
            return contender;
          } catch (InterruptedException | RuntimeException e) {
            contender.close();
            throw e;
          }
        });
  }

  /// Starts it, and waits until it is ready.
  Contender run() throws IOException, InterruptedException {
    return start.run();
  }
}
