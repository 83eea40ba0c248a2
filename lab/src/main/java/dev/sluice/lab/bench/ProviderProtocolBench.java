package dev.sluice.lab.bench;

import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What HTTP/2 to a provider would cost at least: Netty's own clients, with nothing of a gateway,
/// ask over TLS for 1 KB with 1 KB, by HTTP/1.1 on a connection for each call under way and by
/// HTTP/2 on one connection. A client has one event loop; `cpuNanos` divided by `exchanges` is what
/// that loop uses for an exchange (ADR 191).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class ProviderProtocolBench {
  /// How the client speaks.
  @Param public ProviderClient.Protocol protocol = ProviderClient.Protocol.HTTP_1_1;

  /// How many calls are under way at a time.
  @Param({"1", "100"})
  public int atOnce;

  private @Nullable ProviderServer server;
  private @Nullable ProviderClient client;

  /// What the client's loop has used.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Used {
    /// CPU time of the client's loop, in nanoseconds.
    public long cpuNanos;

    /// The exchanges that it was used for.
    public long exchanges;
  }

  /// Connects.
  @Setup(Level.Trial)
  public void connect() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-bench");
    SelfSigned pair = SelfSigned.make(folder);
    server = ProviderServer.start(pair, protocol);
    client = ProviderClient.connect(server.address(), pair, protocol, atOnce);
  }

  /// Makes as many exchanges as are under way at a time.
  @Benchmark
  public void exchange(Used used) throws InterruptedException {
    long before = cpu();
    client().exchangeAll();
    used.cpuNanos += cpu() - before;
    used.exchanges += atOnce;
  }

  private long cpu() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(client().thread());
  }

  /// Disconnects.
  @TearDown(Level.Trial)
  public void disconnect() {
    client().close();
    Objects.requireNonNull(server).close();
  }

  private ProviderClient client() {
    return Objects.requireNonNull(client);
  }
}
