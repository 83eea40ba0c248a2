package dev.sluice.cli;

import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Doc;
import dev.sluice.server.warm.WarmUp;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rehearse`: does what `serve` does at its start and in its first minute, for a JVM that notes
/// which classes and profiles that takes (`-XX:AOTCacheOutput`); `./sluice` runs it after a build.
@Command(
    name = "rehearse",
    hidden = true,
    description = "Runs calls through a gateway that is thrown away, and ends.")
final class Rehearse implements Callable<Integer> {
  /// Enough for the JVM to have compiled by profile what there is to compile.
  private static final int CALLS = 60_000;

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private static final String CONFIG =
      """
      server: {listen: "127.0.0.1:0", max_body: 32MiB, drain: 60s}
      providers:
        openai: {type: openai, key: "${env:KEY}"}
      routes:
        any: {models: ["*"], targets: [{provider: openai}]}
      """;

  @Override
  public Integer call() throws InterruptedException {
    ConfigFile.of(Doc.parse("rehearsal", CONFIG, Map.of("KEY", "k")));
    WarmUp.run(AT_MOST, CALLS);
    return ExitCode.DONE;
  }
}
