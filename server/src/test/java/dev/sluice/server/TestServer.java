package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ApiError;
import dev.sluice.api.ModelSource;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.engine.Engine;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.client.IgnoredClaim;
import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.Http2Config;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.stats.ModelCatalogue.Model;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/// A server in front of a fake pipeline; closing it checks that nothing is left behind, but for
/// buffers, for which [LeaksOfEachClass] looks when all tests of a class have run.
public final class TestServer implements AutoCloseable {
  static final ClientTimeouts LONG =
      ClientTimeouts.of(Duration.ofSeconds(10), Duration.ofSeconds(30));
  static final List<Secret> OPEN = List.of();
  private static final ProviderConfig PROVIDER =
      new ProviderConfig(
              "p", ProviderType.OPENAI, URI.create("http://127.0.0.1:1/v1"), List.of(), true)
          .forwarding(List.of(HeaderPattern.of("x-mine-*")));
  private static final int MAX_BODY = 1 << 20;
  private static final List<Model> MODELS =
      List.of(
          new Model("whole", Optional.empty()),
          new Model("org/listed", Optional.of("{\"id\":\"org/listed\",\"x\":1}")));

  final FakePipeline pipeline = new FakePipeline();
  final BlockingQueue<ApiError> rejected = new LinkedBlockingQueue<>();

  /// The paths and queries of what was turned away, as a log has them.
  final BlockingQueue<String> targets = new LinkedBlockingQueue<>();

  /// The addresses that what was turned away came from.
  final BlockingQueue<String> clients = new LinkedBlockingQueue<>();

  final BlockingQueue<IgnoredClaim> ignored = new LinkedBlockingQueue<>();
  final Engine engine;
  final Loops loops;
  final SluiceServer server;
  volatile String metrics = "sluice_up 1\n";
  volatile ModelSource models = () -> MODELS;

  TestServer() throws CannotListen {
    this(OPEN, LONG);
  }

  /// @param front what stands in front of the pipeline
  TestServer(UnaryOperator<Service> front) throws CannotListen {
    this(config(OPEN, Duration.ofSeconds(5)), LONG, Loops.Mode.LOOP, front);
  }

  TestServer(Loops.Mode mode) throws CannotListen {
    this(config(OPEN, Duration.ofSeconds(5)), LONG, mode, pipeline -> pipeline);
  }

  TestServer(List<Secret> keys, ClientTimeouts timeouts) throws CannotListen {
    this(config(keys, Duration.ofSeconds(5)), timeouts);
  }

  TestServer(ServerConfig config, ClientTimeouts timeouts) throws CannotListen {
    this(config, timeouts, Loops.Mode.LOOP, pipeline -> pipeline);
  }

  private TestServer(
      ServerConfig config, ClientTimeouts timeouts, Loops.Mode mode, UnaryOperator<Service> front)
      throws CannotListen {
    this(
        config,
        timeouts,
        mode,
        front,
        _ -> {
          throw new AssertionError("no delay is configured");
        });
  }

  /// A server that serves on for a while when it is stopped, in any version of HTTP.
  ///
  /// @param pause waits meanwhile
  TestServer(Duration delay, SluiceServer.Pause pause) throws CannotListen {
    this(
        config(OPEN, Duration.ofSeconds(5))
            .stopping(new ServerConfig.Drain(delay, Duration.ofMinutes(1)))
            .speaking(new Http2Config(false, true)),
        LONG,
        Loops.Mode.LOOP,
        pipeline -> pipeline,
        pause);
  }

  private TestServer(
      ServerConfig config,
      ClientTimeouts timeouts,
      Loops.Mode mode,
      UnaryOperator<Service> front,
      SluiceServer.Pause pause)
      throws CannotListen {
    this(config, timeouts, mode, front, pause, Clock.SYSTEM);
  }

  private TestServer(
      ServerConfig config,
      ClientTimeouts timeouts,
      Loops.Mode mode,
      UnaryOperator<Service> front,
      SluiceServer.Pause pause,
      Clock clock)
      throws CannotListen {
    engine = new Engine(front.apply(pipeline));
    loops = Loops.start(1, mode);
    var base =
        ServerBases.of(
            engine,
            () -> models.models(),
            ClientHeaders.ofAny(List.of(PROVIDER)),
            loops,
            new HeapBudget(config.bodies()),
            _ -> metrics,
            observer());
    var admin = new AdminConfig(loopback(), Optional.empty());
    server = new SluiceServer(config, Optional.of(admin), base, timeouts, pause, clock);
    server.accept();
  }

  /// A server that asks for one of these keys.
  static TestServer keyed(ClientKey... keys) throws CannotListen {
    return new TestServer(withKeys(List.of(keys), Duration.ofSeconds(5)), LONG);
  }

  /// A server whose clients may begin with HTTP/2.
  static TestServer h2c(ClientTimeouts timeouts) throws CannotListen {
    return h2c(Duration.ofSeconds(5), timeouts);
  }

  /// @param drain how long calls may go on when it stops
  static TestServer h2c(Duration drain, ClientTimeouts timeouts, ClientKey... keys)
      throws CannotListen {
    ServerConfig config = withKeys(List.of(keys), drain).speaking(new Http2Config(false, true));
    return new TestServer(config, timeouts);
  }

  /// A server whose clients may begin with HTTP/2.
  ///
  /// @param clock for the times of clients and their calls
  static TestServer h2c(Clock clock, ClientKey... keys) throws CannotListen {
    return new TestServer(
        withKeys(List.of(keys), Duration.ofSeconds(5)).speaking(new Http2Config(false, true)),
        LONG,
        Loops.Mode.LOOP,
        pipeline -> pipeline,
        Thread::sleep,
        clock);
  }

  private EdgeObserver observer() {
    return new EdgeObserver() {
      @Override
      public void rejected(RejectedRequest request) {
        rejected.add(request.error());
        targets.add(request.target());
        clients.add(request.client());
      }

      @Override
      public void ignored(IgnoredClaim claim) {
        ignored.add(claim);
      }
    };
  }

  static ServerConfig config(List<Secret> keys, Duration drain) {
    return withKeys(ClientKey.plain(keys), drain);
  }

  private static ServerConfig withKeys(List<ClientKey> keys, Duration drain) {
    return new ServerConfig(
        loopback(),
        keys,
        MAX_BODY,
        4L * MAX_BODY,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        drain);
  }

  public static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  RawClient connect() throws IOException {
    return new RawClient(server.address());
  }

  RawClient connectAdmin() throws IOException {
    return new RawClient(server.adminAddress().orElseThrow());
  }

  @Override
  public void close() {
    pipeline.live.forEach(live -> live.fail(pipeline.failure));
    drain();
    loops.close();
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(server.connections()).isZero());
    assertThat(server.memoryUsed()).isZero();
    assertThat(engine.running()).isZero();
  }

  void drain() {
    try {
      server.drainAndClose();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
