package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.ConnectionCounts;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.EventLoopThread;
import dev.sluice.transport.loop.Loops;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.EventExecutor;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/// The transport over Netty: HTTP/1.1 over TCP and TLS, with one pool a loop and origin. The call's
/// thread hands its exchange to the loop and parks; everything else happens there.
///
/// A request that met a reused connection which the peer had already given up (broken before a
/// single byte of the answer) is sent once more over a fresh one; the repeat is not reported. One
/// that must not be sent again ([WireRequest#once]) goes over a fresh one where there may be one.
///
/// The transport's connections end with the loops.
public final class NettyTransport implements Transport {
  private final Map<Loop, LoopConnections> loops = new HashMap<>();

  /// A transport over `loops`, with the name servers and the hosts file of the system. Reads files,
  /// so not for a loop.
  public NettyTransport(Loops loops, TransportConfig config) {
    this(
        loops,
        config,
        Clock.SYSTEM,
        new SplittableRandom(),
        DnsServerAddressStreamProviders.platformDefault());
  }

  public NettyTransport(
      Loops loops,
      TransportConfig config,
      Clock clock,
      SplittableGenerator random,
      DnsServerAddressStreamProvider nameServers) {
    for (EventExecutor executor : loops.group()) {
      var loop = (EventLoopThread) executor;
      var sockets = new LoopSockets(loop, config, random.split(), nameServers);
      this.loops.put(loop, new LoopConnections(sockets, config, clock));
    }
  }

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer)
      throws InterruptedException {
    HttpExchange exchange = begin(attempt, request, loop, answer);
    if (exchange == null) {
      return new Failed.Cancelled();
    }
    try {
      return exchange.outcome().await();
    } catch (InterruptedException left) {
      exchange.cancel();
      throw left;
    }
  }

  /// Begins an exchange on the loop; null where the loop has ended, and so does the process.
  private @Nullable HttpExchange begin(
      AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer) {
    HttpExchange exchange = new HttpExchange(attempt, request, answer, pool(request, loop), loop);
    try {
      loop.execute(exchange);
      return exchange;
    } catch (RejectedExecutionException e) {
      request.body().release();
      return null;
    }
  }

  /// Keeps connections to these origins alone: those to others are closed when they are idle, and
  /// their pools go with the last one. Safe for any thread.
  public void keep(Set<Origin> origins) {
    loops.values().forEach(connections -> connections.keep(origins));
  }

  /// Sets TLS as `config` says, from now on, if no TLS was spoken before. Safe for any thread.
  public void secure(TransportConfig config) {
    loops.values().forEach(connections -> connections.secure(config));
  }

  /// The connections by origin, over all loops. Safe for any thread; costs nothing until asked.
  public Collection<ConnectionCounts> connections() {
    Map<Origin, ConnectionCounts> byOrigin = new LinkedHashMap<>();
    loops.values().stream()
        .flatMap(LoopConnections::counts)
        .forEach(counts -> byOrigin.merge(counts.origin(), counts, ConnectionCounts::plus));
    return byOrigin.values();
  }

  private Pool pool(WireRequest request, Loop loop) {
    LoopConnections connections = loops.get(loop);
    if (connections == null || loop.inLoop()) {
      request.body().release();
      throw new IllegalStateException(
          "an exchange needs a loop of this transport, and a virtual thread to wait on");
    }
    return connections.pool(request.origin());
  }
}
