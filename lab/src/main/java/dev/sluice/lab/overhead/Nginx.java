package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.Executables;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.ProcessUsage;
import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// nginx with one worker and `proxy_pass`, set up for this job as its manual says: keep-alive to
/// both sides, nothing buffered, no log.
record Nginx(
    String name,
    Child master,
    InetSocketAddress address,
    InetSocketAddress http2Address,
    ProcessUsage worker,
    Duration startedIn)
    implements Contender {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);

  /// Where its own installation puts it.
  private static final Path BUILT = Path.of("/usr/local/nginx/sbin/nginx");

  /// Returns the executable of nginx, where it is installed.
  public static Optional<Path> find() {
    return Executables.find("nginx").or(() -> Optional.of(BUILT).filter(Files::isExecutable));
  }

  /// Returns the starter of nginx, where that is installed.
  public static Optional<Starter> starter(Path folder, InetSocketAddress provider, Cores cores) {
    return find().map(nginx -> new Starter(NGINX, () -> start(nginx, folder, provider, cores)));
  }

  /// Starts nginx in front of `provider`.
  ///
  /// @param folder for its files; the caller deletes it
  static Nginx start(Path executable, Path folder, InetSocketAddress provider, Cores cores)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    int http2 = FreePort.find();
    String text = NginxConfig.plain(folder, port, http2, provider.getPort());
    List<String> command = command(executable, folder, "nginx.conf", text);
    return start(NGINX, cores.proxy(command), port, http2);
  }

  /// Starts nginx with TLS on both sides.
  ///
  /// @param folder for its files; the caller deletes it
  static Nginx startTls(Path folder, TlsProvider provider, Cores cores)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    String text = NginxConfig.tls(folder, port, provider.pair(), provider.port(), true);
    List<String> command = command(provider.nginx(), folder, "nginx-tls.conf", text);
    return start(NGINX_TLS, cores.proxy(command), port, port);
  }

  /// Starts nginx with TLS in front of a provider without, on the load's core.
  ///
  /// @param folder for its files; the caller deletes it
  static Nginx startProvider(
      Path executable, Path folder, SelfSigned pair, InetSocketAddress provider)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    String text = NginxConfig.tls(folder, port, pair, provider.getPort(), false);
    return start("provider", command(executable, folder, "provider.conf", text), port, port);
  }

  private static List<String> command(Path executable, Path folder, String file, String text)
      throws IOException {
    Path config = Files.writeString(folder.resolve(file), text);
    return List.of(
        executable.toString(), "-e", "stderr", "-p", folder + "/", "-c", config.toString());
  }

  private static Nginx start(String name, List<String> command, int port, int http2)
      throws IOException, InterruptedException {
    Child master = Child.start(command);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var address = new InetSocketAddress(loopback, port);
    try (var rollback = Rollback.of(master::close)) {
      master.awaitListening(address, STARTS_WITHIN);
      Duration startedIn = master.age();
      ProcessUsage worker = new ProcessUsage(master.awaitChild(STARTS_WITHIN));
      var http2Address = new InetSocketAddress(loopback, http2);
      return rollback.keep(new Nginx(name, master, address, http2Address, worker, startedIn));
    }
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return Optional.of(worker);
  }

  @Override
  public void close() {
    master.close();
  }
}
