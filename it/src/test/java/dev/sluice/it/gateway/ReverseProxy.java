package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.installed.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reverse proxy with the configuration that docs/deploy.md has for it, where addresses and files
/// alone are others: it listens with TLS at a socket in a folder of the test, and sends to a
/// gateway.
final class ReverseProxy implements AutoCloseable {
  private static final Path DEPLOY = Path.of("../docs/deploy.md");
  private static final String NAME = "llm.example.com";

  private final Path folder;
  private final Process process;

  private ReverseProxy(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    await()
        .until(
            () -> {
              assertThat(process.isAlive()).as(this::output).isTrue();
              return Files.exists(socket(folder));
            });
  }

  static ReverseProxy nginx(Path folder, InetSocketAddress gateway) throws Exception {
    certify(folder);
    String site =
        documented("nginx")
            .replace("127.0.0.1:8080", address(gateway))
            .replace("listen 443 ssl", "listen unix:" + socket(folder) + " ssl")
            .replaceAll("/etc/ssl/llm", folder.resolve("llm").toString());
    Path file = folder.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
        %2$s}
        """
            .formatted(folder, site));
    return start(
        folder,
        Installed.program("nginx", "nginx"),
        "-p",
        folder.toString(),
        "-e",
        "stderr",
        "-c",
        file.toString());
  }

  static ReverseProxy haproxy(Path folder, InetSocketAddress gateway, InetSocketAddress admin)
      throws Exception {
    certify(folder);
    Path both = folder.resolve("llm.pem");
    Files.writeString(
        both,
        Files.readString(folder.resolve("llm.crt")) + Files.readString(folder.resolve("llm.key")));
    String config =
        documented("HAProxy")
            .replace("bind :443", "bind unix@" + socket(folder))
            .replace("/etc/haproxy/llm.pem", both.toString())
            .replace("10.0.0.11:8080", address(gateway))
            .replace("10.0.0.12:8080", "127.0.0.1:1")
            .replace("port 8680", "port " + admin.getPort());
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), config);
    return start(folder, Installed.program("haproxy", "haproxy"), "-db", "-f", file.toString());
  }

  private static ReverseProxy start(Path folder, List<String> program, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new ReverseProxy(
        folder, builder.redirectOutput(folder.resolve("output").toFile()).start());
  }

  /// The configuration in the document, behind the proxy's name.
  private static String documented(String name) throws IOException {
    Pattern block = Pattern.compile("\\*\\*" + name + "\\*\\*.*?\n```\n(.*?)```", Pattern.DOTALL);
    Matcher found = block.matcher(Files.readString(DEPLOY));
    assertThat(found.find()).as(name + " in " + DEPLOY).isTrue();
    return found.group(1);
  }

  private static String address(InetSocketAddress address) {
    return "127.0.0.1:" + address.getPort();
  }

  private static Path socket(Path folder) {
    return folder.resolve("s");
  }

  private static void certify(Path folder) throws Exception {
    String certify =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%1$s -addext subjectAltName=DNS:%1$s -keyout llm.key -out llm.crt"
            .formatted(NAME);
    Process openssl =
        new ProcessBuilder(certify.split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  /// Posts a chat through the proxy.
  ///
  /// @return curl, which prints status and body as they come
  Process post(String key, Path body) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "--silent", "--no-buffer", "--include", "--max-time", "30"));
    command.addAll(List.of("--cacert", folder.resolve("llm.crt").toString()));
    command.addAll(List.of("--unix-socket", socket(folder).toString()));
    command.addAll(List.of("--header", "authorization: Bearer " + key));
    command.addAll(List.of("--header", "content-type: application/json"));
    command.addAll(List.of("--data-binary", "@" + body));
    command.add("https://" + NAME + "/v1/chat/completions");
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private String output() {
    try (BufferedReader reader = Files.newBufferedReader(folder.resolve("output"))) {
      return String.join("\n", reader.lines().toList());
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
