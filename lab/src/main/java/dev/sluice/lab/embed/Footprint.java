package dev.sluice.lab.embed;

import dev.sluice.lab.process.ProcessUsage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/// What a process takes, at rest.
///
/// @param heap the bytes of the heap that are in use
/// @param resident the resident bytes, all of the heap's among them
/// @param threads the platform threads
record Footprint(long heap, long resident, int threads) {
  private static final double MEBI = 1024.0 * 1024;

  /// Measures this process, after its garbage has been collected, and what its compilers have freed
  /// was given back to the system.
  static Footprint now() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    trim();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long resident = new ProcessUsage(ProcessHandle.current().pid()).residentBytes();
    return new Footprint(heap, resident, ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static void trim() throws IOException {
    try {
      Object _ =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "systemTrimNativeHeap",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IOException("the JVM cannot give native memory back", e);
    }
  }

  /// What this has more than `before`.
  Footprint beyond(Footprint before) {
    return new Footprint(heap - before.heap, resident - before.resident, threads - before.threads);
  }

  /// The memory that was taken, of the heap and beside it, in MiB. The process has taken its whole
  /// heap from the start.
  double mebibytes() {
    return (heap + resident) / MEBI;
  }

  String line(String name) {
    return String.format(
        Locale.ROOT,
        "%-28s %+6.1f MiB of heap, %+6.1f MiB beside it, %+d threads",
        name,
        heap / MEBI,
        resident / MEBI,
        threads);
  }

  /// The form in which a process tells it.
  String told() {
    return heap + " " + resident + " " + threads;
  }

  static Footprint read(String told) {
    String[] parts = told.split(" ", -1);
    return new Footprint(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
  }
}
