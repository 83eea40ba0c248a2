package dev.sluice.lab.process;

import java.io.IOException;

/// The heap of another JVM, as jcmd tells it.
public final class HeapInfo {
  private HeapInfo() {}

  /// Returns what the heap of a process holds after a collection, in bytes.
  public static long bytes(long pid) throws IOException, InterruptedException {
    return ClassHistogram.of(pid).total().bytes();
  }
}
