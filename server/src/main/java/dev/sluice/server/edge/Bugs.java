package dev.sluice.server.edge;

import java.lang.System.Logger.Level;

/// The handler of unexpected exceptions. They are rare, so they may be logged directly.
final class Bugs {
  private static final System.Logger LOG = System.getLogger("dev.sluice.bugs");

  private Bugs() {}

  static void report(Throwable bug) {
    LOG.log(Level.ERROR, "a bug in a client's connection", bug);
  }
}
