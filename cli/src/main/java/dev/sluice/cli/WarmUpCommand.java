package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.Signals;
import dev.sluice.server.warm.WarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rehearse`: does what `serve` does at its start and in its first minute, for a JVM that notes
/// which classes and profiles that takes (`-XX:AOTCacheOutput`); `./sluice` runs it after a build.
@Command(
    name = "rehearse",
    hidden = true,
    description = "Runs calls through a gateway that is thrown away, and ends.")
final class WarmUpCommand implements Callable<Integer> {
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  /// A configuration whose provider speaks TLS, does not exist, and is asked for nothing but its
  /// models; a budget lets it read the prices.
  private static final String CONFIG =
      """
      server: {listen: "127.0.0.1:0", max_body: 32MiB, drain: 60s}
      admin: {listen: "127.0.0.1:0"}
      budgets: {all: [1USD/month]}
      providers:
        nobody: {type: openai, url: "https://127.0.0.1:1", key: "${env:KEY}", allow_private: true}
      routes:
        any: {models: ["*"], targets: [{provider: nobody}]}
      """;

  /// As many as are usual are enough for the JVM to have compiled by profile what there is to
  /// compile; for its classes alone a few are.
  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "60000",
      description = "How many calls it runs (${DEFAULT-VALUE}).")
  private int calls;

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    WarmUp.run(AT_MOST, calls);
    try {
      return serve();
    } catch (IOException e) {
      throw new CannotStart("no file to rehearse with: " + e);
    }
  }

  private static int serve() throws CannotStart, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice");
    Path file = folder.resolve("sluice.yaml");
    try {
      Files.writeString(file, CONFIG);
      return serve(folder, file);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve("sluice"));
      Files.delete(folder);
    }
  }

  private static int serve(Path folder, Path file) throws CannotStart, InterruptedException {
    return Serve.plainly(console(folder), "serve", "-c", file.toString()).orElseThrow().call();
  }

  /// Makes a console on which no client listens, no command finds it, and the command is told to
  /// end as soon as it serves.
  private static Console console(Path folder) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return new Console(
        InputStream.nullInputStream(),
        nowhere,
        nowhere,
        nowhere,
        Map.of("KEY", "k", "XDG_RUNTIME_DIR", folder.toString()),
        hangUp -> {
          var _ = Signals.arm(hangUp, nowhere);
          return () -> {};
        },
        Optional::empty);
  }
}
