package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Path;

/// The heap of another JVM, as jcmd tells it.
public final class HeapInfo {
  private HeapInfo() {}

  /// Returns what the heap of a process holds after a collection, in bytes.
  public static long bytes(long pid) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = CommandOutput.text(tool, Long.toString(pid), "GC.class_histogram");
    String total =
        histogram
            .lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IOException("the class histogram of " + pid + " has no total"));
    return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
  }
}
