package dev.sluice.it.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prometheus and its promtool: those on the path, else those of Debian's package, which is
/// unpacked and not installed.
final class Prometheus implements AutoCloseable {
  private static final Path KEPT = Path.of(".clients", "prometheus").toAbsolutePath();
  private static final Pattern LISTENS =
      Pattern.compile("msg=\"Listening on\" address=(?:\\[::\\]|127\\.0\\.0\\.1):(\\d+)");

  private final Process process;
  private final int port;

  /// What a program has printed, and its exit code.
  record Result(int code, String output) {}

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Runs promtool to its end.
  static Result promtool(Path folder, String input, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program("promtool")));
    command.addAll(List.of(args));
    Path in = Files.createTempFile("promtool", ".txt");
    try {
      Files.writeString(in, input);
      return run(new ProcessBuilder(command).directory(folder.toFile()).redirectInput(in.toFile()));
    } finally {
      Files.delete(in);
    }
  }

  /// Starts one that scrapes an address every second, and keeps what it knows in `folder`.
  static Prometheus start(Path folder, String target) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - {job_name: sluice, static_configs: [{targets: ["%s"]}]}
        """
            .formatted(target));
    Process process =
        new ProcessBuilder(
                program("prometheus"),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    return new Prometheus(process, port(process));
  }

  private static int port(Process process) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        Thread.ofPlatform().daemon().start(() -> discard(lines));
        return Integer.parseInt(listens.group(1));
      }
    }
    throw new IllegalStateException("Prometheus has not started");
  }

  private static void discard(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        // The process blocks when nobody reads its output.
      }
    } catch (IOException ended) {
      // So has it.
    }
  }

  /// The base address of its API.
  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static synchronized String program(String name) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return name;
      }
    }
    Path unpacked = KEPT.resolve("usr").resolve("bin").resolve(name);
    if (!Files.isExecutable(unpacked)) {
      unpack();
    }
    return unpacked.toString();
  }

  private static void unpack() {
    try {
      Files.createDirectories(KEPT);
      Result result = script("apt-get download prometheus");
      if (result.code() != 0) {
        script("apt-get update");
        result = script("apt-get download prometheus");
      }
      if (result.code() != 0
          || script("dpkg -x prometheus_*.deb . && rm prometheus_*.deb").code() != 0) {
        throw new IllegalStateException(
            "there is no promtool, and Debian's package cannot be had; install prometheus: "
                + result.output());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result script(String script) throws IOException, InterruptedException {
    return run(new ProcessBuilder("sh", "-c", script).directory(KEPT.toFile()));
  }

  private static Result run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output.strip().toLowerCase(Locale.ROOT));
  }
}
