package dev.sluice.server;

import dev.sluice.call.runtime.Bugs;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Reports of bugs. The first one opens files: the logging's configuration, the time zones, the
/// words of levels. A process that is out of file descriptors has none for them, so they are read
/// before it serves. What a report passes on its way is loaded then, too, but for a class or two.
final class BugReports {
  private BugReports() {}

  /// Opens the files that a first report needs, by making up one report without publishing it.
  static void prepare() {
    var record = new LogRecord(Level.SEVERE, "a bug");
    record.setThrown(new IllegalStateException("a bug"));
    boolean _ = System.getLogger("dev.sluice.bugs").isLoggable(System.Logger.Level.ERROR);
    boolean _ = Bugs.isLackOfMemory(record.getThrown());
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      String _ = handler.getFormatter().format(record);
    }
  }
}
