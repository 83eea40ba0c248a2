package dev.sluice.call.runtime;

import java.lang.System.Logger.Level;

/// Reports of exceptions that nobody expected. A bug costs its call and must be seen; it is rare,
/// so it is logged directly, by whichever thread met it.
public final class Bugs {
  private static final System.Logger LOG = System.getLogger("dev.sluice.bugs");

  private Bugs() {}

  /// A bug that ended something.
  ///
  /// @param what that was, such as `a bug ended call 17`
  public static void report(String what, Throwable bug) {
    LOG.log(Level.ERROR, what, bug);
  }
}
