package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// P14, with a real gateway process that may have few file descriptors: clients take all that it
/// has, before it has failed a single call.
class NoDescriptorsTest {
  /// 128 for the gateway, and as many for the class path of tests, each jar of which takes one.
  private static final int DESCRIPTORS = 256;

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
  private static final String BODY = "{\"model\":\"m\",\"messages\":[]}";

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  @EnabledOnOs(OS.LINUX)
  void calls_on_accepted_connections_are_answered_and_accepting_recovers() throws Exception {
    try (Provider provider = new Provider();
        Gateway gateway = new Gateway(folder, provider.port())) {
      List<Socket> early = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        early.add(gateway.connect());
      }
      List<Socket> crowd = new ArrayList<>();
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(gateway.connect());
      }
      await().until(() -> gateway.descriptors() >= DESCRIPTORS);
      for (Socket client : early) {
        assertThat(call(client))
            .as(gateway.err())
            .startsWith("HTTP/1.1 503 ")
            .contains("x-should-retry: true", "\"code\":\"no_descriptors\"");
      }
      for (Socket client : crowd) {
        client.close();
      }
      await().until(() -> call(early.getFirst()).startsWith("HTTP/1.1 200 "));
      await().until(() -> answered(gateway));
      await()
          .untilAsserted(
              () ->
                  assertThat(gateway.out()).contains("\"status\":503,\"code\":\"no_descriptors\""));
      assertThat(gateway.err()).doesNotContain("\tat ");
    }
  }

  private static boolean answered(Gateway gateway) throws IOException {
    try (Socket fresh = gateway.connect()) {
      return call(fresh).startsWith("HTTP/1.1 200 ");
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Calls over `client`; returns the answer, whose body has a length.
  private static String call(Socket client) throws IOException {
    client.setSoTimeout(30_000);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: ";
    client.getOutputStream().write((head + BODY.length() + "\r\n\r\n" + BODY).getBytes(UTF_8));
    InputStream in = client.getInputStream();
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the connection ended without an answer");
      }
      answer.append((char) b);
    }
    int at = answer.indexOf("content-length: ") + "content-length: ".length();
    int length = Integer.parseInt(answer.substring(at, answer.indexOf("\r", at)));
    return answer + new String(in.readNBytes(length), UTF_8);
  }

  /// Answers each call over a connection of its own.
  private static final class Provider implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Provider() throws IOException {
      Thread.ofPlatform().daemon().name("provider").start(this::serve);
    }

    int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket client = listener.accept()) {
          var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
          boolean call = in.readLine().startsWith("POST");
          while (!in.readLine().isEmpty()) {
            // Of its headers nothing matters.
          }
          for (int left = call ? BODY.length() : 0; left > 0; left--) {
            assertThat(in.read()).isNotNegative();
          }
          String head =
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
          String answer = head + "content-length: " + ANSWER.length() + "\r\n\r\n" + ANSWER;
          client.getOutputStream().write(answer.getBytes(UTF_8));
        } catch (IOException gone) {
          // The gateway has left, or the test is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static final class Gateway implements AutoCloseable {
    private final Path out;
    private final Path err;
    private final Process process;
    private final URI url;

    Gateway(Path folder, int provider) throws IOException {
      String config =
          """
          server: {listen: "127.0.0.1:0"}
          admin: {listen: "127.0.0.1:0"}
          providers: {slow: {type: vllm, url: "http://127.0.0.1:%d"}}
          defaults: {upstream_stream: never}
          routes: {all: {models: [m], targets: [{provider: slow}]}}
          """
              .formatted(provider);
      Path file = Files.writeString(folder.resolve("sluice.yaml"), config);
      out = folder.resolve("out");
      err = folder.resolve("err");
      String java = ProcessHandle.current().info().command().orElseThrow();
      process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "ulimit -n "
                      + DESCRIPTORS
                      + " && exec \"$0\" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                      + " -XX:-MaxFDLimit"
                      + " --add-opens=java.base/java.lang=ALL-UNNAMED"
                      + " -cp \"$1\" \"$2\" serve -c \"$3\"",
                  java,
                  jars(folder),
                  Main.class.getName(),
                  file.toString())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      await().atMost(Duration.ofSeconds(60)).until(() -> out().startsWith("ready "));
      url = URI.create(out().lines().findFirst().orElseThrow().replace("ready ", ""));
    }

    /// The class path, its folders packed: as users have it, a class takes no descriptor of its
    /// own.
    private static String jars(Path folder) throws IOException {
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        entries.add(Files.isDirectory(path) ? pack(path, folder) : entry);
      }
      return String.join(File.pathSeparator, entries);
    }

    private static String pack(Path classes, Path folder) throws IOException {
      Path jar = Files.createTempFile(folder, "classes", ".jar");
      try (var out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(classes)) {
        out.setLevel(Deflater.NO_COMPRESSION);
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
      return jar.toString();
    }

    Socket connect() throws IOException {
      return new Socket(url.getHost(), url.getPort());
    }

    /// How many it has open.
    long descriptors() throws IOException {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
        return open.count();
      }
    }

    String out() throws IOException {
      return Files.readString(out);
    }

    String err() throws IOException {
      return Files.readString(err);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
