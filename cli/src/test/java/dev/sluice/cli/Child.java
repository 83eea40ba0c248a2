package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A command of ours in a process of its own.
final class Child implements AutoCloseable {
  private final Process process;
  private final Path err;
  private final URI url;

  /// Starts it, and waits until it is ready.
  ///
  /// @param folder for what it says
  Child(Path folder, String command, String... arguments) throws IOException {
    this(folder, List.of(), command, arguments);
  }

  /// @param options of its JVM
  Child(Path folder, List<String> options, String command, String... arguments) throws IOException {
    String[] words = Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
    err = folder.resolve(command + ".err");
    process =
        new ProcessBuilder(TestProgram.command(options, words)).redirectError(err.toFile()).start();
    String ready = process.inputReader().readLine();
    assertThat(ready).as(Files.readString(err)).startsWith("ready ");
    url = URI.create(ready.substring("ready ".length()));
  }

  /// The arguments of its JVM by now.
  List<String> arguments() throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
  }

  /// How many of its descriptors lead to files with names that end so.
  long open(String end) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return all.filter(descriptor -> leads(descriptor).endsWith(end)).count();
    }
  }

  /// Empty where it was closed meanwhile.
  private static String leads(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  /// What it has told its operator.
  String err() throws IOException {
    return Files.readString(err);
  }

  /// Its exit code, once it has ended.
  int end() throws InterruptedException {
    return process.waitFor();
  }

  /// Where it listens.
  URI url() {
    return url;
  }

  void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /// The sum of a metric's samples whose line holds `label`.
  double sum(String metric, String label) throws Exception {
    return lines(metric, label).mapToDouble(Child::value).sum();
  }

  /// The lines of a metric's samples that are not zero and hold `label`.
  List<String> samples(String metric, String label) throws Exception {
    return lines(metric, label).filter(line -> value(line) != 0).toList();
  }

  private Stream<String> lines(String metric, String label) throws Exception {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .filter(line -> line.contains(label));
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private String metrics() throws Exception {
    String admin =
        Files.readString(err).replaceAll("(?s).*admin +(http://127\\.0\\.0\\.1:\\d+).*", "$1");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(admin + "/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
