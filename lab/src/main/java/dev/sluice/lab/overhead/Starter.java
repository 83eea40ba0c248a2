package dev.sluice.lab.overhead;

import java.io.IOException;

/// Makes a contender ready to be measured.
///
/// @param name the contender's
record Starter(String name, Start start) {

  /// How.
  @FunctionalInterface
  public interface Start {
    /// Starts it, and waits until it is ready.
    Contender run() throws IOException, InterruptedException;
  }

  /// Starts it, and waits until it is ready.
  public Contender run() throws IOException, InterruptedException {
    return start.run();
  }
}
