package dev.sluice.report.heartbeat;

import dev.sluice.call.runtime.PlatformThreads;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The time for which a thread was ready to run and no processor had time for it, as Linux tells:
/// the second number of `schedstat`, in nanoseconds. Zero where no such thing is told. Reading
/// takes a few microseconds, and no interrupt disturbs it. Safe for any thread.
///
/// The file stays open, and a thread apart opens it: zero is told until then. To open one takes a
/// monitor of the JDK, which all files and sockets of the process share: a loop that waits for it
/// stands still for good where the monitor is handed to a virtual thread that this loop carries.
final class RunDelay implements LongSupplier, AutoCloseable {
  private static final int LONGEST = 96;

  /// Null until it is opened; never where no such thing is told.
  private volatile @Nullable RandomAccessFile file;

  /// Whether a thread reads: another one that asks meanwhile goes by what is known.
  private final AtomicBoolean reading = new AtomicBoolean();

  /// The value that was read last, in nanoseconds.
  private volatile long known;

  private volatile boolean opening = true;

  // Guarded by this, which no loop takes.
  private boolean closed;

  private RunDelay() {}

  /// Makes the run delay of the calling platform thread, whichever thread asks later.
  static LongSupplier ofThisThread() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      var delay = new RunDelay();
      PlatformThreads.start(() -> delay.open("/proc/" + self + "/schedstat"));
      return delay;
    } catch (IOException | UnsupportedOperationException none) {
      return RunDelay::unknown;
    }
  }

  private synchronized void open(String path) {
    if (!closed) {
      try {
        file = new RandomAccessFile(path, "r");
      } catch (IOException none) {
        // No such thing is told, or no file can be opened at this moment: it stays zero.
      }
    }
    opening = false;
  }

  /// Whether the file is still being opened: how long the thread has waited is not known yet.
  boolean isOpening() {
    return opening;
  }

  private static long unknown() {
    return 0;
  }

  @Override
  public long getAsLong() {
    RandomAccessFile opened = file;
    if (opened != null && reading.compareAndSet(false, true)) {
      try {
        known = read(opened);
      } catch (IOException | NumberFormatException unreadable) {
        // It is closed, or its thread has ended: what is known stays so.
      } finally {
        reading.set(false);
      }
    }
    return known;
  }

  private static long read(RandomAccessFile opened) throws IOException {
    byte[] text = new byte[LONGEST];
    opened.seek(0);
    int length = opened.read(text);
    return second(new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII));
  }

  /// Gives the file back; what was read last is told from then on.
  @Override
  public synchronized void close() {
    closed = true;
    RandomAccessFile opened = file;
    if (opened == null) {
      return;
    }
    try {
      opened.close();
    } catch (IOException unclosed) {
      // There is nothing to lose in a file that is only read.
    }
  }

  private static long second(String text) {
    int from = text.indexOf(' ') + 1;
    int to = text.indexOf(' ', from);
    return to < 0 ? 0 : Long.parseLong(text.substring(from, to));
  }
}
