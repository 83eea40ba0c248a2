package dev.sluice.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Embedded;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.load.MockUpstream;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A call of 1 KB that is made in process, and the same over loopback to a Sluice server, with the
/// JDK's HTTP client and with the least that can be one. Behind all of them is the same provider,
/// which answers at once: what a call costs is what it takes more than one to the provider itself,
/// by the same client, or by the least one for a call in process. All is in one JVM.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgsAppend = "--add-opens=java.base/java.lang=ALL-UNNAMED")
public class EmbedBench {
  private static final String CHAT =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
          + "wait and see. ".repeat(68)
          + "\"}]}";
  private static final byte[] BODY = CHAT.getBytes(UTF_8);
  private static final byte[] WIRE = PlainClient.chat(CHAT);

  /// What one trial runs on.
  private record Site(
      EventLoopGroup loops,
      MockUpstream provider,
      Embedded embedded,
      LocalGateway server,
      PlainClient toProvider,
      PlainClient toServer) {

    static Site start() throws IOException, InterruptedException {
      EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      var provider = new MockUpstream(loops, Clock.SYSTEM);
      int port = provider.address().getPort();
      LocalGateway server =
          LocalGateway.start(
              """
              providers:
                mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
              routes:
                all: {models: ["*"], targets: [{provider: mock}]}
              """
                  .formatted(port));
      return new Site(
          loops,
          provider,
          Embedded.start(port),
          server,
          new PlainClient(port),
          new PlainClient(server.base().getPort()));
    }

    void end() throws IOException {
      toServer.close();
      toProvider.close();
      server.close();
      embedded.close();
      provider.close();
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Site site;
  private @Nullable HttpRequest toProvider;
  private @Nullable HttpRequest toServer;

  @Setup
  public void start() throws IOException, InterruptedException {
    Site started = Site.start();
    site = started;
    toProvider = request(started.provider().address().getPort());
    toServer = request(started.server().base().getPort());
  }

  private static HttpRequest request(int port) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofByteArray(BODY))
        .build();
  }

  private Site site() {
    return requireNonNull(site);
  }

  @TearDown
  public void end() throws IOException {
    site().end();
    client.close();
  }

  /// In process.
  @Benchmark
  public int in_process() throws IOException, InterruptedException {
    return site().embedded().call(BODY);
  }

  /// Over loopback through the server, with the least client.
  @Benchmark
  public int server_by_the_least_client() throws IOException {
    return site().toServer().call(WIRE);
  }

  /// The provider itself, with the least client.
  @Benchmark
  public int provider_by_the_least_client() throws IOException {
    return site().toProvider().call(WIRE);
  }

  /// Over loopback through the server, with the JDK's client.
  @Benchmark
  public int server_by_the_jdks_client() throws IOException, InterruptedException {
    return client.send(requireNonNull(toServer), BodyHandlers.ofByteArray()).body().length;
  }

  /// The provider itself, with the JDK's client.
  @Benchmark
  public int provider_by_the_jdks_client() throws IOException, InterruptedException {
    return client.send(requireNonNull(toProvider), BodyHandlers.ofByteArray()).body().length;
  }
}
