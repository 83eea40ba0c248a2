package dev.sluice.lab.restart;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.Executables;
import dev.sluice.lab.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// HAProxy in front of the gateways, not as docs/deploy.md sets it up for use: it sends no call
/// elsewhere, so that each one that fails is seen, and it asks each of them four times a second
/// whether it is ready and believes the first answer, so that a minute has many restarts. A slow
/// answer is no bad one: where all processors are taken, a gateway that starts would take the other
/// one out of service.
final class Balancer implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);
  private static final Duration NOTICES_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MS = 20;
  private static final String BACKEND = "gateways";

  private final InetSocketAddress address;
  private final URI statistics;
  private final Child process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Balancer(InetSocketAddress address, URI statistics, Child process) {
    this.address = address;
    this.statistics = statistics;
    this.process = process;
  }

  /// Starts it, and waits until it serves.
  ///
  /// @param folder for its configuration
  static Balancer start(Path folder, List<Instance> gateways)
      throws IOException, InterruptedException {
    Path haproxy =
        Executables.find("haproxy")
            .orElseThrow(() -> new IOException("there is no HAProxy: install haproxy"));
    int port = FreePort.find();
    int statisticsPort = FreePort.find();
    Path config = folder.resolve("haproxy.cfg");
    Files.writeString(config, config(port, statisticsPort, gateways));
    Child process = Child.start(List.of(haproxy.toString(), "-db", "-f", config.toString()));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var statistics = URI.create("http://127.0.0.1:" + statisticsPort + "/;csv");
    var balancer = new Balancer(address, statistics, process);
    try (var rollback = Rollback.of(balancer::close)) {
      process.awaitListening(address, STARTS_WITHIN);
      return rollback.keep(balancer);
    }
  }

  private static String config(int port, int statistics, List<Instance> gateways) {
    return """
    global
      maxconn 4000
    defaults
      mode http
      timeout connect 2s
      timeout client 1m
      timeout server 1m
      timeout check 5s
      timeout http-keep-alive 1h
    frontend calls
      bind 127.0.0.1:%d
      default_backend %s
    frontend statistics
      bind 127.0.0.1:%d
      stats enable
      stats uri /
    backend %s
      option httpchk GET /readyz
      default-server check inter 250ms fall 1 rise 1
    %s
    """
        .formatted(
            port,
            BACKEND,
            statistics,
            BACKEND,
            gateways.stream().map(Balancer::line).collect(Collectors.joining("\n")));
  }

  private static String line(Instance gateway) {
    return "  server %s 127.0.0.1:%d port %d"
        .formatted(gateway.name(), gateway.port(), gateway.adminPort());
  }

  /// Where calls go.
  InetSocketAddress address() {
    return address;
  }

  /// Waits until calls are sent to a gateway.
  void awaitUp(Instance gateway) throws IOException, InterruptedException {
    long until = Clock.SYSTEM.nanos() + NOTICES_WITHIN.toNanos();
    while (!isUp(gateway.name())) {
      if (Clock.SYSTEM.nanos() > until) {
        throw new IOException(
            "HAProxy sends gateway %s no calls within %s"
                .formatted(gateway.name(), NOTICES_WITHIN));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  /// Looks into its table of statistics, whose first line names the columns.
  private boolean isUp(String server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(statistics).build();
    List<String> table = http.send(request, BodyHandlers.ofString()).body().lines().toList();
    int status = Arrays.asList(table.getFirst().split(",", -1)).indexOf("status");
    return table.stream()
        .filter(row -> row.startsWith(BACKEND + "," + server + ","))
        .anyMatch(row -> row.split(",", -1)[status].equals("UP"));
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.close();
  }
}
