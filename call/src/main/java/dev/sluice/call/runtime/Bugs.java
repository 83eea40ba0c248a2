package dev.sluice.call.runtime;

import java.lang.System.Logger.Level;

/// Reports of exceptions that nobody expected. A bug costs its call and must be seen; bugs are
/// rare, so each is logged directly, by the thread that met it.
public final class Bugs {
  private static final System.Logger LOG = System.getLogger("dev.sluice.bugs");

  private Bugs() {}

  /// Logs a bug and what it has ended.
  ///
  /// @param what the sentence to log, such as `a bug ended call 17`
  public static void report(String what, Throwable bug) {
    LOG.log(Level.ERROR, what, bug);
  }

  /// Whether what looks like a bug is a lack of memory beside the budget, such as for the buffers
  /// of sockets, which passes. The heap's own ends a process of ours
  /// (`-XX:+ExitOnOutOfMemoryError`).
  public static boolean isLackOfMemory(Throwable bug) {
    for (Throwable at = bug; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }
}
