package dev.sluice.it.start;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.TestProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A gateway in a process of its own, which may end before it is ready.
final class ServeProcess implements AutoCloseable {
  static final int DONE = 0;
  static final int CANNOT_START = 3;

  private static final String READY = "ready ";
  private static final long ENDS_WITHIN_SECONDS = 60;

  /// How long a call may take: less than a test.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  private ServeProcess(Process process, Path err) {
    this.process = process;
    this.out = process.inputReader();
    this.err = err;
  }

  /// Writes a configuration that listens on free ports and has a key.
  ///
  /// @param more of it
  static Path config(Path folder, String more) throws IOException {
    String listen =
        """
        server: {listen: "127.0.0.1:0", keys: [{name: test, key: sk-test}]}
        admin: {listen: "127.0.0.1:0"}
        """;
    return Files.writeString(Files.createTempFile(folder, "sluice", ".yaml"), listen + more);
  }

  /// Starts it.
  ///
  /// @param folder for what it says
  /// @param around what executes the program's command, which follows it; may be empty
  /// @param jvm options
  static ServeProcess start(Path folder, List<String> around, List<String> jvm, Path config)
      throws IOException {
    List<String> command = new ArrayList<>(around);
    command.addAll(TestProgram.command(jvm, "serve", "-c", config.toString()));
    return start(folder, command);
  }

  static ServeProcess start(Path folder, List<String> command) throws IOException {
    Path err = Files.createTempFile(folder, "serve", ".err");
    return new ServeProcess(new ProcessBuilder(command).redirectError(err.toFile()).start(), err);
  }

  /// Waits until it is ready.
  ///
  /// @return where it serves; empty where it has ended instead
  Optional<URI> ready() throws IOException {
    return line(line -> line.startsWith(READY))
        .map(line -> URI.create(line.substring(READY.length()).strip()));
  }

  /// Waits for a line of its output.
  ///
  /// @return empty where it has ended without one
  Optional<String> line(Predicate<String> wanted) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (wanted.test(line)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /// What a call gets. One that gets nothing fails, and tells what the gateway's threads do.
  int call(HttpClient client, URI gateway, String content) throws Exception {
    return call(client, gateway, body(content));
  }

  /// The body of a call.
  static byte[] body(String content) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(content)
        .getBytes(StandardCharsets.UTF_8);
  }

  int call(HttpClient client, URI gateway, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
            .header("authorization", "Bearer sk-test")
            .header("content-type", "application/json")
            .timeout(PATIENCE);
    try {
      return client
          .send(request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (HttpTimeoutException late) {
      String what = "a call of %d bytes had no answer after %s".formatted(body.length, PATIENCE);
      throw new AssertionError(what + "; the gateway's threads:\n" + threads(), late);
    }
  }

  /// What its threads do, as the JDK's tool tells it.
  private String threads() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asking =
        new ProcessBuilder(jcmd, Long.toString(pid()), "Thread.print")
            .redirectErrorStream(true)
            .start();
    return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Asks it to end, as a service manager does.
  void signal() {
    process.destroy();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for its end; what it still prints is dropped.
  ///
  /// @return its exit code
  int end() throws Exception {
    Thread.ofVirtual().start(this::drop);
    assertThat(process.waitFor(ENDS_WITHIN_SECONDS, SECONDS)).as(err()).isTrue();
    return process.exitValue();
  }

  private void drop() {
    try {
      var _ = line(_ -> false);
    } catch (IOException closed) {
      // It has ended.
    }
  }

  /// What it has told its operator. A library that only tests have complains of having no log.
  String err() throws IOException {
    return Files.readAllLines(err).stream()
        .filter(line -> !line.startsWith("SLF4J: "))
        .collect(Collectors.joining("\n"));
  }

  /// Ends it, and waits for that: what limits it can be removed only then.
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    var _ = process.destroyForcibly().onExit().orTimeout(ENDS_WITHIN_SECONDS, SECONDS).join();
  }
}
