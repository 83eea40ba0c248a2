package dev.sluice.lab.tls;

import dev.sluice.lab.load.GatewayProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway in a process of its own, and what that uses.
final class ServedProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final int KIB = 1024;

  /// A generation of the heap, as jcmd tells it.
  private static final Pattern GENERATION = Pattern.compile(" total \\d+K, used (\\d+)K");

  private static final long ENDS_WITHIN_SECONDS = 10;

  /// `USER_HZ`, which is 100 on every Linux that the JDK runs on.
  private static final double MILLIS_PER_TICK = 10;

  private final Process process;
  private final URI url;

  private ServedProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// Starts a gateway, and waits until it serves.
  static ServedProcess start(Path config) throws IOException {
    List<String> command =
        GatewayProgram.likeThisProcess()
            .command(List.of("-XX:+UseSerialGC"), List.of("serve", "-c", config.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out = process.inputReader();
    var said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofPlatform().daemon().name("output of the gateway").start(() -> drop(process));
        return new ServedProcess(process, URI.create(line.substring(READY.length()).strip()));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the gateway has not started:\n" + said);
  }

  private static void drop(Process process) {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // It has ended.
    }
  }

  URI url() {
    return url;
  }

  /// Its user and system time so far, in milliseconds.
  double cpuMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The second field is the command's name in parentheses, which may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
  }

  /// What its heap holds after a collection, in bytes.
  long heapBytes() throws IOException, InterruptedException {
    var _ = jcmd("GC.run");
    return jcmd("GC.heap_info")
        .lines()
        .map(GENERATION::matcher)
        .filter(Matcher::find)
        .mapToLong(line -> Long.parseLong(line.group(1)) * KIB)
        .sum();
  }

  private String jcmd(String asked) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process jcmd = new ProcessBuilder(tool, Long.toString(process.pid()), asked).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + asked + " failed: " + said.strip());
    }
    return said;
  }

  /// Its resident memory, in bytes.
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
        .sum();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
