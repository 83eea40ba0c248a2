package dev.sluice.lab.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The heap of another JVM, as jcmd tells it.
final class HeapInfo {
  private static final int KIB = 1024;
  private static final Pattern GENERATION = Pattern.compile(" total \\d+K, used (\\d+)K");

  private HeapInfo() {}

  /// Returns what the heap of a process holds after a collection, in bytes.
  static long bytes(long pid) throws IOException, InterruptedException {
    var _ = jcmd(pid, "GC.run");
    return jcmd(pid, "GC.heap_info")
        .lines()
        .map(GENERATION::matcher)
        .filter(Matcher::find)
        .mapToLong(line -> Long.parseLong(line.group(1)) * KIB)
        .sum();
  }

  private static String jcmd(long pid, String asked) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process jcmd = new ProcessBuilder(tool, Long.toString(pid), asked).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + asked + " failed: " + said.strip());
    }
    return said;
  }
}
