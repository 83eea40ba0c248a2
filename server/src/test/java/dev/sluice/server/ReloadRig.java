package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.view.ConfigSection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// A gateway that runs by a file, in front of a provider that notes the keys that it is shown.
final class ReloadRig implements AutoCloseable {
  private static final String HI =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  final ServerSocket provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Path folder;
  final Path file;
  final Path secret;
  final GatewayProcess gateway;

  /// What the listeners have beside their addresses.
  private final String server;

  private final String admin;
  private boolean drained;

  /// While it is closed, answers are held back.
  volatile CountDownLatch answers = new CountDownLatch(0);

  /// @param more lines at the end of the file
  ReloadRig(Path folder, String... more) throws Exception {
    this(folder, List::of, "", "", more);
  }

  /// A gateway whose configuration has no words while `broken`.
  static ReloadRig withWords(Path folder, AtomicBoolean broken) throws Exception {
    return new ReloadRig(
        folder,
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("no words");
          }
          return List.of();
        },
        "",
        "");
  }

  /// A gateway whose listener for clients has more to it.
  static ReloadRig serving(Path folder, String server) throws Exception {
    return new ReloadRig(folder, List::of, ", " + server, "");
  }

  /// A gateway whose admin listener has more to it.
  static ReloadRig administered(Path folder, String admin) throws Exception {
    return new ReloadRig(folder, List::of, "", ", " + admin);
  }

  private ReloadRig(
      Path folder, Supplier<List<ConfigSection>> words, String server, String admin, String... more)
      throws Exception {
    this.server = server;
    this.admin = admin;
    this.folder = folder;
    this.file = folder.resolve("sluice.yaml");
    this.secret = folder.resolve("secret");
    Files.writeString(secret, "first-key\n");
    write(good() + String.join("\n", more) + "\n");
    Thread.ofPlatform().daemon().name("provider").start(this::serve);
    ConfigSource source = reads -> ConfigFile.reload(file.toString(), Map.of(), reads).config();
    gateway =
        GatewayProcess.start(
            ConfigFile.load(file.toString(), Map.of()).config(),
            ProcessOptions.defaults()
                .source(source)
                .sections(words)
                .logs(OutputStream.nullOutputStream(), err));
  }

  String good() {
    return """
    server: {listen: "127.0.0.1:0"%s}
    admin: {listen: "127.0.0.1:0"%s}
    providers:
      p: {type: compatible, url: "http://127.0.0.1:%d/v1", key: "${file:%s}", allow_private: true}
    routes:
      all: {models: ["m"], targets: [{provider: p, model: m}]}
    """
        .formatted(server, admin, provider.getLocalPort(), secret);
  }

  void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  /// The status of a call.
  int call(String... headers) throws IOException {
    try (var client = new RawClient(gateway.address())) {
      return client.chat("m", false, headers).reply().status();
    }
  }

  String metrics() throws IOException {
    try (var admin = new RawClient(gateway.adminAddress())) {
      return admin.get("/metrics").reply().body();
    }
  }

  RawClient.Reply post(String path, String... headers) throws IOException {
    try (var admin = new RawClient(gateway.adminAddress())) {
      return admin.post(path, "", headers).reply();
    }
  }

  String notices() {
    return err.toString(UTF_8);
  }

  private void serve() {
    try {
      while (true) {
        Socket client = provider.accept();
        Thread.ofPlatform().daemon().name("provider-client").start(() -> serve(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      for (Optional<String> head = head(in); head.isPresent(); head = head(in)) {
        in.readNBytes(length(head.get()));
        answer(client, head.get());
      }
    } catch (IOException | InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Socket client, String head) throws IOException, InterruptedException {
    boolean call = head.startsWith("POST");
    if (call) {
      keys.add(value(head, "authorization"));
      answers.await();
    }
    String body =
        call ? HI : "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}";
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  private static Optional<String> head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return Optional.of(head.toString());
      }
    }
    return Optional.empty();
  }

  private static int length(String head) {
    String length = value(head, "content-length");
    return length.isEmpty() ? 0 : Integer.parseInt(length);
  }

  private static String value(String head, String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /// Once.
  synchronized void drain() {
    if (drained) {
      return;
    }
    drained = true;
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    answers.countDown();
    drain();
    provider.close();
  }
}
