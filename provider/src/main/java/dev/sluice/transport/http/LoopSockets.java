package dev.sluice.transport.http;

import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.TlsConfig;
import dev.sluice.transport.loop.EventLoopThread;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The things that one loop needs to open connections: TLS, timers, and a resolver of its own,
/// which never blocks it.
///
/// Confined to the loop, but for its constructor.
final class LoopSockets {
  private static final int MAX_READ = 16 * 1024;
  private static final int MAX_TTL_SECONDS = 300;
  private static final int MAX_NEGATIVE_TTL_SECONDS = 5;
  private static final long CLOSE_NOTIFY_PATIENCE_MS = 50;

  private final EventLoopThread loop;
  private final RandomGenerator random;
  private final Bootstrap bootstrap;
  private final DnsNameResolver resolver;

  /// The settings of TLS; set by any thread, once.
  private volatile Optional<SslContext> tls;

  LoopSockets(
      EventLoopThread loop,
      TransportConfig config,
      RandomGenerator random,
      DnsServerAddressStreamProvider nameServers) {
    this.loop = loop;
    this.tls = config.tls();
    this.random = random;
    this.bootstrap = bootstrap(loop);
    this.resolver = resolver(loop, nameServers);
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  DnsNameResolver resolver() {
    return resolver;
  }

  /// Sets TLS as `config` says, if no TLS was spoken before. Safe for any thread.
  void secure(TransportConfig config) {
    if (tls.isEmpty()) {
      tls = config.tls();
    }
  }

  void execute(Runnable task) {
    loop.execute(task);
  }

  void schedule(Duration delay, Runnable task) {
    loop.schedule(delay, task);
  }

  /// Returns a handler of TLS that verifies the host's name and sends it along (SNI). Like
  /// connecting, it knows no timeout.
  ChannelHandler tls(ByteBufAllocator allocator, Origin origin) {
    Optional<TlsConfig> own = origin.way().tls();
    return patient(
        own.isPresent()
            ? new SslHandler(own.get().engine(origin.host(), origin.port()))
            : shared(allocator, origin.host(), origin.port()));
  }

  /// Returns a handler of TLS with a proxy, which trusts what is trusted of the provider.
  ChannelHandler proxyTls(ByteBufAllocator allocator, ProxyConfig proxy, Optional<TlsConfig> own) {
    return patient(
        own.map(trusting -> new SslHandler(trusting.proxyEngine(proxy.host(), proxy.port())))
            .orElseGet(() -> shared(allocator, proxy.host(), proxy.port())));
  }

  private SslHandler shared(ByteBufAllocator allocator, String host, int port) {
    return tls.orElseThrow(() -> new IllegalStateException("no TLS for " + host))
        .newHandler(allocator, host, port);
  }

  private static SslHandler patient(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_PATIENCE_MS);
    return handler;
  }

  /// Returns `age` in nanoseconds, a tenth less or more.
  long spread(Duration age) {
    return (long) (age.toNanos() * random.nextDouble(0.9, 1.1));
  }

  private static Bootstrap bootstrap(EventLoopThread loop) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .disableResolver()
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2048, MAX_READ));
  }

  private static DnsNameResolver resolver(
      EventLoopThread loop, DnsServerAddressStreamProvider nameServers) {
    return new DnsNameResolverBuilder(loop)
        .datagramChannelType(NioDatagramChannel.class)
        .socketChannelType(NioSocketChannel.class)
        .nameServerProvider(nameServers)
        .ttl(0, MAX_TTL_SECONDS)
        .negativeTtl(MAX_NEGATIVE_TTL_SECONDS)
        .build();
  }
}
