package dev.sluice.lab.reload;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/// Counts the timers of the process's event loops: the scheduled tasks of Netty that are on the
/// heap, from the JVM's own class histogram.
final class Timers {
  private static final String SCHEDULED = " io.netty.util.concurrent.ScheduledFutureTask ";
  private static final String[] SIGNATURE = {String[].class.getName()};

  private Timers() {}

  /// How many are reachable; the histogram collects garbage first.
  static long count() {
    return histogram()
        .lines()
        .filter(line -> (line + " ").contains(SCHEDULED))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
        .sum();
  }

  private static String histogram() {
    try {
      ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object[] none = {new String[0]};
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(diagnostics, "gcClassHistogram", none, SIGNATURE);
    } catch (JMException e) {
      throw new IllegalStateException("the JVM gives no class histogram", e);
    }
  }
}
