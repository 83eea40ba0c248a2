package dev.sluice.lab.overhead;

import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.Executables;
import dev.sluice.lab.process.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// nginx with one worker and `proxy_pass`, set up for this job as its manual says: keep-alive to
/// both sides, nothing buffered, no log.
final class Nginx implements Contender {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);

  /// Where its own installation puts it.
  private static final Path BUILT = Path.of("/usr/local/nginx/sbin/nginx");

  private final Child master;
  private final InetSocketAddress address;
  private final InetSocketAddress http2Address;
  private final ProcessUsage worker;
  private final Duration startedIn;

  private Nginx(
      Child master,
      InetSocketAddress address,
      InetSocketAddress http2Address,
      ProcessUsage worker,
      Duration startedIn) {
    this.master = master;
    this.address = address;
    this.http2Address = http2Address;
    this.worker = worker;
    this.startedIn = startedIn;
  }

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
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(folder, port, http2, provider.getPort()));
    Child master =
        Child.start(
            cores.proxy(
                List.of(
                    executable.toString(), "-e", "stderr", "-p", folder + "/", "-c", "" + config)));
    InetSocketAddress address = new InetSocketAddress(provider.getAddress(), port);
    try {
      master.awaitListening(address, STARTS_WITHIN);
      Duration startedIn = master.age();
      ProcessUsage worker = new ProcessUsage(master.awaitChild(STARTS_WITHIN));
      return new Nginx(
          master, address, new InetSocketAddress(provider.getAddress(), http2), worker, startedIn);
    } catch (IOException | InterruptedException | RuntimeException e) {
      master.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NGINX;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public InetSocketAddress http2Address() {
    return http2Address;
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return Optional.of(worker);
  }

  @Override
  public Duration startedIn() {
    return startedIn;
  }

  @Override
  public void close() {
    master.close();
  }

  private static String config(Path folder, int port, int http2, int provider) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 20000;
    pid %1$s/nginx.pid;
    error_log stderr error;
    events { worker_connections 16384; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_body_buffer_size 1m;
      client_max_body_size 64m;
      keepalive_requests 1000000000;
      upstream provider {
        server 127.0.0.1:%3$d;
        keepalive 8192;
        keepalive_requests 1000000000;
      }
      server {
        listen 127.0.0.1:%2$d backlog=4096;
        listen 127.0.0.1:%4$d backlog=4096 http2;
        location / {
          proxy_pass http://provider;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 1h;
        }
      }
    }
    """
        .formatted(folder, port, provider, http2);
  }
}
