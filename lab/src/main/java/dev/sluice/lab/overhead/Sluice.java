package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.ProcessUsage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Sluice in a process of its own, with one provider and one route.
record Sluice(
    String name,
    Child process,
    InetSocketAddress address,
    Duration startedIn,
    Optional<AllocationCounter> allocations,
    Optional<PauseLog> pauses,
    List<String> wrongKeys,
    String key)
    implements Contender {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final String READY = "ready ";
  private static final String STORE = "-data";

  /// Features of the route, by the contender's name.
  private static final Map<String, String> FEATURES =
      Map.of(
          SLUICE_SAVING, ", cache: {max: 64MiB}, coalesce: true, batch: {max_items: 256}",
          SLUICE_ASSEMBLING, ", upstream_stream: always",
          SLUICE_CACHING, ", cache: {max: 1GiB}");

  /// The key that calls show to the Sluice that has keys.
  public static final String KEY = "sk-overhead";

  /// Returns the names of all Sluices, the default scheduler's where that is wanted too.
  public static Stream<String> names(boolean defaultScheduler) {
    return defaultScheduler
        ? Stream.concat(names(false), Stream.of(SLUICE_DEFAULT))
        : Stream.of(
            SLUICE,
            SLUICE_SAVING,
            SLUICE_ASSEMBLING,
            SLUICE_CACHING,
            SLUICE_KEYED,
            SLUICE_HTTP2,
            SLUICE_SMALL);
  }

  /// Starts a Sluice in front of the provider, and waits until it is ready.
  ///
  /// @param name which one
  public static Sluice start(String name, Launch launch) throws IOException, InterruptedException {
    return start(name, name, launch);
  }

  /// Starts a Sluice with the configuration of another contender.
  ///
  /// @param configured the name of the one that has it
  public static Sluice start(String name, String configured, Launch launch)
      throws IOException, InterruptedException {
    Path store = launch.folder().resolve(name + STORE);
    List<String> serve = launch.serve(config(launch.provider().getPort(), configured, store));
    List<String> wrongKeys = name.equals(SLUICE_KEYED) ? WrongKeys.of(store) : List.of();
    Optional<PauseLog> pauses = pauses(configured, launch.folder());
    return ready(
        name,
        Child.start(launch.cores().proxy(pauses.map(log -> log.written(serve)).orElse(serve))),
        pauses,
        wrongKeys,
        configured.equals(SLUICE_KEYED) ? KEY : "");
  }

  private static Sluice ready(
      String name, Child process, Optional<PauseLog> pauses, List<String> wrongKeys, String key)
      throws IOException, InterruptedException {
    try (var rollback = Rollback.of(process::close)) {
      InetSocketAddress address = address(process.awaitLine(READY, STARTS_WITHIN));
      return rollback.keep(
          new Sluice(
              name, process, address, process.age(), Optional.empty(), pauses, wrongKeys, key));
    }
  }

  private static InetSocketAddress address(String readyLine) {
    URI ready = URI.create(readyLine.substring(READY.length()).strip());
    return new InetSocketAddress(ready.getHost(), ready.getPort());
  }

  /// Starts a Sluice with TLS on both sides.
  public static Sluice startTls(Launch launch, TlsProvider provider)
      throws IOException, InterruptedException {
    return startPlain(SLUICE_TLS, tlsConfig(provider), launch);
  }

  /// Starts a Sluice that knows limits of its provider, which no calls reach.
  ///
  /// @param cluster its section `cluster`, where it shares them
  static Sluice startLimited(String name, Optional<String> cluster, Launch launch)
      throws IOException, InterruptedException {
    String yaml = limitedConfig(cluster.orElse(""), launch.provider().getPort());
    return startPlain(name, yaml, launch);
  }

  private static Sluice startPlain(String name, String yaml, Launch launch)
      throws IOException, InterruptedException {
    Child process = Child.start(launch.cores().proxy(launch.serve(yaml)));
    return ready(name, process, Optional.empty(), List.of(), "");
  }

  /// Returns this process as one whose allocations are counted from now on, to be used in its
  /// place; ends the process when they cannot be counted. The process must have been started by an
  /// [AllocationCounter#attachable] command.
  public Sluice counting() throws IOException {
    try (var rollback = Rollback.of(this::close)) {
      AllocationCounter counter = AllocationCounter.attach(process.pid());
      return rollback.keep(
          new Sluice(
              name, process, address, startedIn, Optional.of(counter), pauses, wrongKeys, key));
    }
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return Optional.of(new ProcessUsage(process.pid()));
  }

  @Override
  public void close() {
    allocations.ifPresent(AllocationCounter::close);
    process.close();
  }

  /// What is written about is the cache alone: a log costs the others a part of each call.
  private static Optional<PauseLog> pauses(String name, Path folder) {
    return name.equals(SLUICE_CACHING)
        ? Optional.of(new PauseLog(folder.resolve("pauses.log")))
        : Optional.empty();
  }

  /// The cache leaves less room on the heap for the bodies of calls.
  private static String config(int provider, String name, Path store) {
    boolean keyed = name.equals(SLUICE_KEYED);
    String bodies =
        switch (name) {
          case SLUICE_CACHING -> ", bodies: 512MiB";
          case SLUICE_SMALL -> ", bodies: 512MiB, max_body: 64MiB";
          default -> "";
        };
    String h2c = name.equals(SLUICE_HTTP2) ? ", h2c: true" : "";
    return """
    server: {listen: "127.0.0.1:0", drain: 1s%s%s}
    admin: {listen: "127.0.0.1:0"}
    %s
    providers:
      mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]%s}
    """
        .formatted(
            bodies + h2c,
            keyed ? keys() : "",
            keyed ? accounts(store) : "",
            provider,
            FEATURES.getOrDefault(name, ""));
  }

  private static String tlsConfig(TlsProvider provider) {
    return """
    server:
      listen: "127.0.0.1:0"
      drain: 1s
      tls: {certificates: [{cert: %s, key: %s}]}
    admin: {listen: "127.0.0.1:0"}
    providers:
      mock:
        type: compatible
        url: "https://localhost:%d/v1"
        allow_private: true
        tls: {ca: "${file:%s}"}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]}
    """
        .formatted(
            provider.pair().cert(), provider.pair().key(), provider.port(), provider.pair().cert());
  }

  private static String limitedConfig(String cluster, int provider) {
    return """
    server: {listen: "127.0.0.1:0", drain: 1s}
    admin: {listen: "127.0.0.1:0"}
    %s
    providers:
      mock:
        type: compatible
        url: "http://127.0.0.1:%d/v1"
        allow_private: true
        limits: {%s: {rpm: 100M, tpm: 100G}}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]}
    """
        .formatted(cluster, provider, Bench.MODEL);
  }

  /// More than calls reach, so that everything is counted and nothing refused.
  private static String keys() {
    return """
    , keys: [{name: bench, key: %s, team: bench, budgets: [1000000USD/month, 500000USD/day],
      limits: {rpm: 1000000000, tpm: 1000000000000, concurrent: 100000}}]\
    """
        .formatted(KEY);
  }

  private static String accounts(Path store) {
    return """
    store: {path: "%s"}
    prices: {models: [{provider: mock, model: "*", input: 1, cache_read: 0.1, output: 3}]}
    budgets: {all: [1000000USD/month]}
    """
        .formatted(store);
  }
}
