package dev.sluice.it.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.it.installed.Installed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prometheus and its promtool.
final class Prometheus implements AutoCloseable {
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
    List<String> command = new ArrayList<>(Installed.program("prometheus", "promtool"));
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
    List<String> command = new ArrayList<>(Installed.program("prometheus", "prometheus"));
    command.add("--config.file=" + config);
    command.add("--storage.tsdb.path=" + folder.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:0");
    Process process =
        new ProcessBuilder(command)
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

  private static Result run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output.strip().toLowerCase(Locale.ROOT));
  }
}
