package dev.sluice.lab.batch;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `batch run` in a process of its own, from the file of lines to the file of answers. For one
/// thread.
final class RunProcess implements AutoCloseable {
  private static final Pattern MADE = Pattern.compile("(?m)^made (batch_\\w+)$");
  private static final List<String> JVM = List.of("-Xmx512m");
  private static final String LINES = "lines.jsonl";
  private static final String ANSWERS = "answers.jsonl";
  private static final String SAID = "run.out";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final long LOOK_MS = 10;

  private final Path folder;
  private final Process process;
  private final long begun = Clock.SYSTEM.nanos();

  private RunProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /// Starts it.
  ///
  /// @param folder of its files, which were there from no other run
  /// @param lines of the batch
  /// @param where the options that say which gateway: that of a URL, or of a configuration
  static RunProcess start(GatewayProgram program, Path folder, String lines, List<String> where)
      throws IOException {
    Path input = Files.writeString(folder.resolve(LINES), lines);
    var arguments = new ArrayList<>(List.of("batch", "run", input.toString()));
    arguments.addAll(List.of("--out", folder.resolve(ANSWERS).toString()));
    arguments.addAll(where);
    ProcessBuilder builder = new ProcessBuilder(program.command(JVM, arguments));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(SAID).toFile());
    return new RunProcess(folder, builder.start());
  }

  /// Starts it at a gateway that serves.
  static RunProcess at(BatchSite site, GatewayProgram program, Path folder, String lines)
      throws IOException {
    String url = site.gateway().api().toString();
    return start(program, folder, lines, List.of("--url", url, "--key", BatchSite.KEY));
  }

  /// Waits until it has made its batch.
  ///
  /// @return the batch's name
  String awaitMade() throws IOException, InterruptedException {
    long until = begun + SOON.toNanos();
    Matcher made = MADE.matcher(said());
    while (!made.find()) {
      if (!process.isAlive() || Clock.SYSTEM.nanos() - until >= 0) {
        throw new IOException("`batch run` has made no batch: " + said());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      made = MADE.matcher(said());
    }
    return made.group(1);
  }

  /// Waits until it has ended well.
  ///
  /// @param lines how many answers there must be
  /// @return how many seconds it took, from its start on
  double awaitEnd(int lines, Duration most) throws IOException, InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("`batch run` has not ended within " + most + ": " + said());
    }
    double took = seconds();
    if (process.exitValue() != 0 || answers() != lines) {
      throw new IOException("`batch run` has not gone well: " + said());
    }
    return took;
  }

  /// How many seconds ago it was started.
  double seconds() {
    return (Clock.SYSTEM.nanos() - begun) / 1e9;
  }

  private long answers() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(ANSWERS))) {
      return lines.count();
    }
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve(SAID));
  }

  /// Ends it where it runs.
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
