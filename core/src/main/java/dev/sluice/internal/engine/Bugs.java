package dev.sluice.internal.engine;

import java.lang.System.Logger.Level;

/// The handler of unexpected exceptions. A bug costs its call and must be seen; it is rare, so it
/// may be logged directly.
final class Bugs {
  private static final System.Logger LOG = System.getLogger("dev.sluice.bugs");

  private Bugs() {}

  static void report(String call, Throwable bug) {
    LOG.log(Level.ERROR, "a bug ended call " + call, bug);
  }
}
