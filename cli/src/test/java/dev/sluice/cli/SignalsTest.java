package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// P1 and P2, with a real process and real signals.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalsTest {
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  /// The process that runs the tests may ignore SIGHUP, and a process never receives a signal that
  /// is ignored at its start.
  private static final String ENV = "env";

  private static final String HEARS_HANG_UPS = "--default-signal=HUP";

  @TempDir private Path folder;

  @Test
  void a_second_signal_waits_for_neither_the_delay_nor_the_calls() throws Exception {
    try (Served served = new Served(folder, List.of(), "drain_delay: 1h")) {
      served.process.destroy();
      await().until(() -> served.err().contains("not ready any more, and serving for 1h"));
      try (Socket client = served.call()) {
        served.answer();
        assertThat(all(client)).contains("connection: close").endsWith(ANSWER);
      }
      try (Socket _ = served.call()) {
        assertThat(served.process.isAlive()).isTrue();
        served.process.destroy();
        assertThat(served.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(served.process.exitValue()).isEqualTo(130);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void without_a_terminal_a_hang_up_reloads_and_the_first_signal_tells_those_who_wait_at_once()
      throws Exception {
    try (Served served = new Served(folder, Served.NO_TERMINAL);
        Socket running = served.call()) {
      hangUp(served.process.pid());
      await().until(() -> served.err().contains("reload (SIGHUP): configuration 1"));
      try (Socket whole = served.send(false);
          Socket stream = served.send(true)) {
        await().until(() -> served.waiting() == 2);
        served.process.destroy();
        for (Socket waiting : List.of(whole, stream)) {
          assertThat(all(waiting))
              .startsWith("HTTP/1.1 503 ")
              .contains("x-should-retry: true", "x-sluice-queue-ms: ", "\"code\":\"draining\"");
        }
      }
      assertThat(served.process.isAlive()).isTrue();
      served.answer();
      assertThat(all(running)).startsWith("HTTP/1.1 200 ").endsWith(ANSWER);
      assertThat(served.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(served.process.exitValue()).isZero();
      assertThat(served.err()).contains("draining").doesNotContain("\tat ");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void when_the_terminal_goes_the_call_under_way_is_answered_first() throws Exception {
    try (Served served = new Served(folder, Served.TERMINAL);
        Socket running = served.call()) {
      ProcessHandle gateway = served.inTerminal();
      served.process.destroyForcibly(); // the terminal
      await().until(() -> served.err().contains("draining"));
      hangUp(gateway.pid()); // as a shell does, too
      assertThat(gateway.isAlive()).isTrue();
      served.answer();
      assertThat(all(running)).startsWith("HTTP/1.1 200 ").endsWith(ANSWER);
      gateway.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_hang_up_ends_the_demo_well() throws Exception {
    List<String> command = new ArrayList<>(Served.NO_TERMINAL);
    command.addAll(TestProgram.command(List.of(), "demo", "--port", "0"));
    Process demo =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = demo.inputReader()) {
      String line = out.readLine();
      while (!line.contains("/v1")) {
        line = out.readLine();
      }
      hangUp(demo.pid());
      while (line != null) {
        line = out.readLine();
      }
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
    } finally {
      demo.destroyForcibly();
    }
  }

  private static void hangUp(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(pid)).start().waitFor()).isZero();
  }

  /// What comes until the connection ends.
  private static String all(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    return new String(client.getInputStream().readAllBytes(), UTF_8);
  }

  /// A gateway whose provider answers when it is told to, and serves one call at a time.
  private static final class Served implements AutoCloseable {
    static final List<String> NO_TERMINAL = List.of(ENV, HEARS_HANG_UPS, "setsid");

    /// A terminal of its own, whose first process it is.
    static final List<String> TERMINAL = List.of(ENV, HEARS_HANG_UPS, "script", "-qfec");

    private final ServerSocket provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> asked = new ArrayList<>();
    private final Path err;
    private final Path pid;
    private final Process process;
    private final URI url;

    /// @param in what starts it
    Served(Path folder, List<String> in) throws IOException {
      this(folder, in, "drain_delay: 0s");
    }

    /// @param in what starts it
    /// @param server more of that section
    Served(Path folder, List<String> in, String server) throws IOException {
      String config =
          """
          server: {listen: "127.0.0.1:0", %s}
          admin: {listen: "127.0.0.1:0"}
          providers: {slow: {type: vllm, url: "http://127.0.0.1:%d", concurrency: 1}}
          defaults: {upstream_stream: never}
          routes: {all: {models: ["*"], targets: [{provider: slow}]}}
          """
              .formatted(server, provider.getLocalPort());
      Path file = Files.writeString(folder.resolve("sluice.yaml"), config);
      err = folder.resolve("err");
      pid = folder.resolve("pid");
      List<String> command = new ArrayList<>(in);
      List<String> java = TestProgram.command(List.of(), "serve", "-c", file.toString());
      if (in.equals(TERMINAL)) {
        String words = String.join("' '", java);
        command.add("echo $$ > '" + pid + "'; exec '" + words + "' 2> '" + err + "'");
        command.add("/dev/null");
      } else {
        command.addAll(java);
      }
      process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      url = URI.create(process.inputReader().readLine().replace("ready ", ""));
    }

    /// The gateway behind the terminal.
    ProcessHandle inTerminal() throws IOException {
      return gateway().orElseThrow();
    }

    private Optional<ProcessHandle> gateway() throws IOException {
      return Files.exists(pid)
          ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          : Optional.empty();
    }

    /// Starts a call; returns when it has come to the provider, which is asked for its models too.
    Socket call() throws IOException {
      Socket client = send(false);
      String line = firstLine();
      while (!line.startsWith("POST")) {
        line = firstLine();
      }
      return client;
    }

    /// Starts a call.
    Socket send(boolean stream) throws IOException {
      String body = "{\"model\":\"m\",\"stream\":%s,\"messages\":[]}".formatted(stream);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: ";
      Socket client = new Socket(url.getHost(), url.getPort());
      client.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(UTF_8));
      return client;
    }

    /// Answers the last call that has come.
    void answer() throws IOException {
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + ANSWER.length();
      asked.getLast().getOutputStream().write((head + "\r\n\r\n" + ANSWER).getBytes(UTF_8));
    }

    /// How many calls wait, of normal ones.
    double waiting() throws Exception {
      String admin = err().replaceAll("(?s).*admin +(http://127\\.0\\.0\\.1:\\d+).*", "$1");
      String line = "sluice_queue_calls{band=\"normal\",route=\"all\"} ";
      try (InputStream metrics = URI.create(admin + "/metrics").toURL().openStream()) {
        return new String(metrics.readAllBytes(), UTF_8)
            .lines()
            .filter(said -> said.startsWith(line))
            .mapToDouble(said -> Double.parseDouble(said.substring(line.length())))
            .sum();
      }
    }

    private String firstLine() throws IOException {
      Socket socket = provider.accept();
      asked.add(socket);
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }

    String err() throws IOException {
      return Files.readString(err);
    }

    @Override
    public void close() throws IOException {
      gateway().ifPresent(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      for (Socket socket : asked) {
        socket.close();
      }
      provider.close();
    }
  }
}
