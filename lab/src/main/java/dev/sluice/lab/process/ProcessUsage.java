package dev.sluice.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The CPU time and memory of a process, read from `/proc`. Safe for any thread.
///
/// @param pid the process
public record ProcessUsage(long pid) {
  /// `USER_HZ`, which is 100 on every Linux that the JDK runs on.
  private static final long NANOS_PER_TICK = 10_000_000;

  /// User and system time of all its threads so far, in nanoseconds, to 10 ms.
  public long cpuNanos() {
    return cpuNanos(read("stat"));
  }

  /// Returns the resident memory, in MiB.
  public double residentMebibytes() {
    return residentBytes() / 1024.0 / 1024;
  }

  /// Returns the resident memory, in bytes.
  public long residentBytes() {
    return residentBytes(read("status"));
  }

  static long cpuNanos(String stat) {
    // The second field is the command's name in parentheses, which may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }

  static long residentBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no VmRSS: process " + pidOf(status)));
  }

  private static String pidOf(String status) {
    return status.lines().filter(line -> line.startsWith("Pid:")).findFirst().orElse("unknown");
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " has gone", e);
    }
  }
}
