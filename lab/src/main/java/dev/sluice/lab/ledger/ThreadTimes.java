package dev.sluice.lab.ledger;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

/// The processor time of threads of this process, by their names: what the store's writer takes
/// while rows are written.
final class ThreadTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ThreadTimes() {}

  /// Returns the CPU nanoseconds of all live threads whose names begin with `prefix`.
  static long nanos(String prefix) {
    Predicate<ThreadInfo> named = thread -> thread.getThreadName().startsWith(prefix);
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(named)
        .mapToLong(thread -> Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())))
        .sum();
  }
}
