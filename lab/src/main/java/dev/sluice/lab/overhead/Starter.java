package dev.sluice.lab.overhead;

import java.io.IOException;

/// Makes a contender ready to be measured.
///
/// @param name the contender's
record Starter(String name, Start start) {

  /// Starts a contender.
  @FunctionalInterface
  public interface Start {
    /// Starts the contender, and waits until it is ready.
    Contender run() throws IOException, InterruptedException;
  }

  /// Starts the contender, and waits until it is ready.
  public Contender run() throws IOException, InterruptedException {
    return start.run();
  }
}
