package dev.sluice.lab.overhead;

import java.io.IOException;

/// Makes a contender ready to be measured.
@FunctionalInterface
interface Starter {

  /// Starts it, and waits until it is ready.
  Contender start() throws IOException, InterruptedException;
}
