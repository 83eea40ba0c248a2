package dev.sluice.report.heartbeat;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// The time for which a thread was ready to run and no processor had time for it, as Linux tells:
/// the second number of `schedstat`, in nanoseconds. Zero where no such thing is told. Reading
/// takes a few microseconds, and no interrupt disturbs it. Safe for any thread.
final class RunDelay implements LongSupplier {
  private static final int LONGEST = 96;
  private final String file;

  /// The value that was read last, in nanoseconds.
  private volatile long known;

  private RunDelay(String file) {
    this.file = file;
  }

  /// Makes the run delay of the calling platform thread, whichever thread asks later.
  static LongSupplier ofThisThread() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return new RunDelay("/proc/" + self + "/schedstat");
    } catch (IOException | UnsupportedOperationException none) {
      return RunDelay::unknown;
    }
  }

  private static long unknown() {
    return 0;
  }

  @Override
  public long getAsLong() {
    try (var in = new FileInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
      known = second(text);
    } catch (IOException | NumberFormatException unreadable) {
      // A process without file descriptors goes by what it knows.
    }
    return known;
  }

  private static long second(String text) {
    int from = text.indexOf(' ') + 1;
    int to = text.indexOf(' ', from);
    return to < 0 ? 0 : Long.parseLong(text.substring(from, to));
  }
}
