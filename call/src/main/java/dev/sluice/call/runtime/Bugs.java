package dev.sluice.call.runtime;

import java.lang.System.Logger.Level;

/// Reports of exceptions that nobody expected. A bug costs its call and must be seen; bugs are
/// rare, so each is logged directly, by the thread that met it. Where they are not rare, as where
/// memory is used up, one thread logs what all have met, and the others go on. Safe for any thread,
/// loops too.
public final class Bugs {
  private static final System.Logger LOG = System.getLogger("dev.sluice.bugs");

  /// How many bugs wait at most while another one is written.
  private static final int MOST_WAITING = 1_000;

  private static final BugQueue QUEUE =
      new BugQueue(
          MOST_WAITING,
          (what, bug) -> LOG.log(Level.ERROR, what, bug),
          lost -> LOG.log(Level.ERROR, "more bugs came than could be written: " + lost));

  private Bugs() {}

  /// Logs a bug and what it has ended.
  ///
  /// @param what the sentence to log, such as `a bug ended call 17`
  public static void report(String what, Throwable bug) {
    QUEUE.add(what, bug);
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
