package dev.sluice.lab.survive;

/// The application that makes calls. Safe for any number of threads.
@FunctionalInterface
interface Application {

  /// Makes a call, and waits until it has ended; it tells the call what it sees.
  void call(ApplicationCall call) throws InterruptedException;
}
