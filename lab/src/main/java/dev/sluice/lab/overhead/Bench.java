package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockUpstream;
import dev.sluice.lab.load.Payload;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The tools of every scenario.
///
/// @param loop carries the load and the provider
/// @param provider what stands behind every contender
/// @param seconds how long a scenario measures one contender in one round
record Bench(EventLoop loop, Clock clock, MockUpstream provider, int seconds) {

  /// The model that calls ask for.
  static final String MODEL = "mock";

  /// A measurement with a bench.
  @FunctionalInterface
  public interface Work {
    /// Measures with `bench`.
    void run(Bench bench) throws IOException, InterruptedException;
  }

  /// Runs `work` with a load and a provider of its own.
  public static void run(int seconds, Work work) throws IOException, InterruptedException {
    run(seconds, 0, work);
  }

  /// Runs `work` in front of a provider at this port; 0 for a free one.
  public static void run(int seconds, int port, Work work)
      throws IOException, InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (MockUpstream provider = new MockUpstream(loops, Clock.SYSTEM, port)) {
      work.run(new Bench(loops.next(), Clock.SYSTEM, provider, seconds));
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /// The place where a load on `contender` runs.
  public Load.Site site(Contender contender) {
    return new Load.Site(loop, clock, contender.address());
  }

  Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  /// A call for `contender` whose body has `size` bytes.
  public static Payload call(Contender contender, boolean stream, int size) {
    String host = "127.0.0.1:" + contender.address().getPort();
    String body = Payload.chat(host, MODEL, stream, size).body();
    return new Payload(host, contender.path(), body, stream, contender.key());
  }
}
