package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/// A real gateway, as it is served; closing it checks that everything was given back.
final class Rig implements AutoCloseable {
  private static final String LISTEN =
      """
      server: {listen: "127.0.0.1:0", drain: 10s, max_body: 64MiB}
      admin: {listen: "127.0.0.1:0"}
      """;

  private final GatewayProcess gateway;

  private Rig(GatewayProcess gateway) {
    this.gateway = gateway;
  }

  /// Starts one with these providers and routes, which sends each call once and leaves no target
  /// alone, unless its defaults say otherwise.
  static Rig start(String config) {
    return caring(
        config.contains("defaults: {")
            ? config.replace("defaults: {", "defaults: {retry: off, ")
            : "defaults: {retry: off, breaker: off}\n" + config);
  }

  /// Starts one with these providers and routes, and everything else as it is by default.
  static Rig caring(String config) {
    return caring(LISTEN, config, OutputStream.nullOutputStream());
  }

  /// The same, with other bounds of bodies.
  ///
  /// @param bounds such as `max_body: 8MiB`
  static Rig bounded(String bounds, String config) {
    return caring(
        LISTEN.replace("max_body: 64MiB", bounds), config, OutputStream.nullOutputStream());
  }

  /// The same, for clients with one of these keys.
  static Rig keyed(String keys, String config) {
    return caring(withKeys(keys), config, OutputStream.nullOutputStream());
  }

  /// The same, and tells `err` what needs a hand.
  static Rig telling(OutputStream err, String config) {
    return caring(LISTEN, config, err);
  }

  /// The same, and writes its call log too.
  static Rig writing(OutputStream out, OutputStream err, String config) {
    return caring(LISTEN, config, out, err);
  }

  private static Rig caring(String listen, String config, OutputStream err) {
    return caring(listen, config, OutputStream.nullOutputStream(), err);
  }

  /// The same, in an environment of its own.
  static Rig writing(
      OutputStream out, OutputStream err, String config, Map<String, String> environment) {
    return caring(LISTEN, config, out, err, environment);
  }

  /// The same, for clients with one of these keys.
  static Rig writing(
      OutputStream out,
      OutputStream err,
      String keys,
      String config,
      Map<String, String> environment) {
    return caring(withKeys(keys), config, out, err, environment);
  }

  private static String withKeys(String keys) {
    return LISTEN.replace("server: {", "server: {keys: [" + keys + "], ");
  }

  private static Rig caring(String listen, String config, OutputStream out, OutputStream err) {
    return caring(listen, config, out, err, Map.of());
  }

  private static Rig caring(
      String listen, String config, OutputStream out, OutputStream err, Map<String, String> env) {
    ConfigFile file = ConfigFile.of(Doc.parse("test.yaml", listen + config, env));
    try {
      return new Rig(GatewayProcess.start(file.config(), ProcessOptions.defaults().logs(out, err)));
    } catch (CannotListen e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts one that passes every call on to this port.
  static Rig to(int port) {
    return start(provider("sim", port) + "routes:\n" + route("all", "*", "sim", ""));
  }

  /// A configuration's providers, with one.
  static String provider(String name, int port) {
    return "providers:\n" + further(name, "http://127.0.0.1:" + port + "/v1");
  }

  /// One more provider.
  static String further(String name, String url) {
    return "  %s: {type: compatible, url: \"%s\", allow_private: true}\n".formatted(name, url);
  }

  /// A route.
  ///
  /// @param timeout such as `stall: 300ms`
  static String route(String name, String model, String provider, String timeout) {
    return "  %s: {models: [\"%s\"], targets: [{provider: %s}], timeout: {%s}}\n"
        .formatted(name, model, provider, timeout);
  }

  GatewayProcess serving() {
    return gateway;
  }

  RawCall connect() throws IOException {
    return new RawCall(gateway.address());
  }

  Reply chat(String model, boolean stream) throws IOException {
    return call("/v1/chat/completions", RawCall.chat(model, stream));
  }

  Reply call(String path, String body) throws IOException {
    try (RawCall call = connect()) {
      return call.post(path, body).reply();
    }
  }

  /// All metrics at one moment. Where calls have named many models they are thousands of lines,
  /// which take longer to write than the calls took.
  ///
  /// @param lines in Prometheus' text format
  record Metrics(List<String> lines) {
    /// The sum of a metric's samples whose line holds `label`.
    double sum(String name, String label) {
      return lines.stream()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .filter(line -> line.contains(label))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  Metrics metrics() throws IOException {
    try (RawCall admin = new RawCall(gateway.adminAddress())) {
      return new Metrics(admin.get("/metrics").reply().body().lines().toList());
    }
  }

  /// The sum of a metric's samples whose line holds `label`.
  double metric(String name, String label) throws IOException {
    return metrics().sum(name, label);
  }

  /// Waits until no call, body or connection is in use any more.
  void settle() {
    settleCalls();
    patiently()
        .untilAsserted(
            () ->
                assertThat(gateway.gateway().stats().connections().get())
                    .allSatisfy(counts -> assertThat(counts.open()).isEqualTo(counts.idle())));
  }

  /// Waits until no call is under way and no body is held.
  void settleCalls() {
    patiently()
        .untilAsserted(
            () -> {
              assertThat(GatewayEdge.of(gateway.gateway()).engine().running()).isZero();
              assertThat(GatewayEdge.of(gateway.gateway()).memory().used()).isZero();
            });
  }

  /// In this thread, so that tests may count threads.
  private static ConditionFactory patiently() {
    return await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2));
  }

  @Override
  public void close() {
    try {
      settle();
    } finally {
      stop();
    }
  }

  /// Drains and ends, without waiting for anything else.
  void stop() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
