package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.ProcessUsage;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Sluice that shares its limits through a Redis of its own, which runs on the load's core. It is
/// the only node of its cluster.
record ClusterContender(Sluice sluice, RedisProcess redis) implements Contender {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int KB = 1024;
  private static final int OK = 200;

  /// Starts both, and waits until a call is answered.
  static ClusterContender start(Launch launch) throws IOException, InterruptedException {
    var redis = new RedisProcess(FreePort.find(), launch.folder(), List.of());
    try (var rollback = Rollback.of(redis::close)) {
      return rollback.keep(new ClusterContender(node(cluster(redis), launch), redis));
    }
  }

  private static String cluster(RedisProcess redis) {
    return "cluster: {redis: \"redis://127.0.0.1:%d\", name: overhead, nodes: 1}"
        .formatted(redis.port());
  }

  private static Sluice node(String cluster, Launch launch)
      throws IOException, InterruptedException {
    Sluice node = Sluice.startLimited(SLUICE_NODE, Optional.of(cluster), launch);
    try (var rollback = Rollback.of(node::close)) {
      awaitAnswer(node);
      return rollback.keep(node);
    }
  }

  /// Calls until a call is answered. A node begins with nothing at hand, until Redis has answered
  /// it in time, of which "ready" says nothing.
  private static void awaitAnswer(Sluice node) throws IOException, InterruptedException {
    Payload call = Bench.call(node, false, KB);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + call.host() + call.path()))
            .header("content-type", "application/json")
            .timeout(ANSWERS_WITHIN)
            .POST(BodyPublishers.ofString(call.body()))
            .build();
    long until = Clock.SYSTEM.nanos() + ANSWERS_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      while (answer.statusCode() != OK) {
        if (Clock.SYSTEM.nanos() - until > 0) {
          throw new IOException(
              "%s has answered no call within %d s, the last one by %d %s: see that Redis answers within 20 ms here (`redis-cli --latency`), or give the machine less to do"
                  .formatted(
                      node.name(), ANSWERS_WITHIN.toSeconds(), answer.statusCode(), answer.body()));
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        answer = http.send(request, BodyHandlers.ofString());
      }
    }
  }

  @Override
  public String name() {
    return sluice.name();
  }

  @Override
  public InetSocketAddress address() {
    return sluice.address();
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return sluice.usage();
  }

  @Override
  public Duration startedIn() {
    return sluice.startedIn();
  }

  @Override
  public void close() {
    sluice.close();
    redis.close();
  }
}
