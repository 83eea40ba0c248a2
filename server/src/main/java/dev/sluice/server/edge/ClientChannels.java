package dev.sluice.server.edge;

import dev.sluice.api.head.RequestIds;
import dev.sluice.call.runtime.Loop;
import dev.sluice.server.client.Peer;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.BodyReads;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.LingeringClose;
import dev.sluice.server.http.RequestDecoder;
import dev.sluice.server.http.RequestSource;
import dev.sluice.server.http.WriteStall;
import dev.sluice.server.http2.Http2Session;
import dev.sluice.server.http2.Http2Terms;
import dev.sluice.server.http2.VersionDetector;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.proxy.ProxyHeadDecoder;
import dev.sluice.server.tls.TlsEntry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The initializer of the connections of clients, which knows those that are open.
public final class ClientChannels extends ChannelInitializer<Channel> {
  private static final String HTTP_1 = "http/1.1";
  private static final String HTTP_2 = "h2";

  private final EdgeDependencies edge;
  private final RequestIds ids;
  private final Map<EventLoop, LoopRules> byLoop = new ConcurrentHashMap<>();
  private volatile LoopRules.Rules rules;

  /// How many connections of HTTP/2 were ended for their clients' faults.
  private final LongAdder ended = new LongAdder();

  /// The connections of HTTP/2 among those that are open. Where it is empty no class of HTTP/2 is
  /// loaded, so it is gone through by plain loops.
  private final Set<Http2Session> sessions = ConcurrentHashMap.newKeySet();

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// How many connections were closed since no proxy said where they came from.
  private final LongAdder unintroduced = new LongAdder();

  /// What connections pass before their first request. Immutable.
  ///
  /// @param proxies whose words of a client's address count
  /// @param h2c whether a client without TLS may begin with HTTP/2
  /// @param tls null for none
  public record Wire(
      ClientTimeouts timeouts, NamedProxies proxies, boolean h2c, @Nullable TlsEntry tls) {
    /// Returns what a configuration says of it.
    public static Wire of(ServerConfig config, ClientTimeouts timeouts, @Nullable TlsEntry tls) {
      return new Wire(timeouts, config.proxies(), config.http2().clearText(), tls);
    }
  }

  public ClientChannels(HeadValidator validator, EdgeDependencies edge, RequestIds ids, Wire wire) {
    this.rules = new LoopRules.Rules(validator, wire);
    this.edge = edge;
    this.ids = ids;
  }

  /// Makes calls that come over no connection, by the rules that hold when they are made.
  ///
  /// @param loops gives the loop of a call
  public InnerCalls inner(Supplier<Loop> loops) {
    return new InnerCalls(edge, () -> rules.validator(), loops);
  }

  /// Judges the requests that come from now on by other rules; those under way go on, and so do
  /// connections with what they have passed. Returns at once: each loop changes its rules when it
  /// gets to that. Where other certificates of clients are accepted, or as other keys, connections
  /// end with what they have under way.
  public void use(HeadValidator validator, Wire wire) {
    var next = new LoopRules.Rules(validator, wire);
    TlsEntry before = rules.wire().tls();
    boolean gated = isGated(rules);
    rules = next;
    byLoop.forEach((loop, there) -> loop.execute(() -> there.use(next)));
    if ((before != null && !before.trustsAs(wire.tls())) || gated != isGated(next)) {
      leave();
    }
  }

  private static boolean isGated(LoopRules.Rules rules) {
    return rules.validator().tokens() != null;
  }

  /// Ends all connections once what they have under way is answered.
  private void leave() {
    goAway();
    open.forEach(channel -> channel.eventLoop().execute(() -> leave(channel)));
  }

  private static void leave(Channel channel) {
    ClientConnection connection = channel.pipeline().get(ClientConnection.class);
    if (connection != null) {
      connection.leave();
    }
  }

  /// A connection passes up to three stages, each of which adds the handlers of the next one behind
  /// its own: a proxy's word, TLS or the version of HTTP, HTTP.
  @Override
  protected void initChannel(Channel channel) {
    Wire wire = rules(channel.eventLoop()).wire();
    Peer peer = Peer.of(channel, wire.proxies());
    open.add(channel);
    if (wire.tls() == null) {
      BodyReads.prepare(channel);
    }
    if (peer.introducesItself()) {
      channel.pipeline().addLast(introduction(channel, peer, wire));
    } else {
      enter(channel, peer, wire);
    }
  }

  private ProxyHeadDecoder introduction(Channel channel, Peer proxy, Wire wire) {
    return new ProxyHeadDecoder(
        channel,
        wire.timeouts().header(),
        unintroduced::increment,
        from ->
            enter(
                channel,
                from.map(address -> Peer.of(address, wire.proxies())).orElse(proxy),
                wire));
  }

  private void enter(Channel channel, Peer peer, Wire wire) {
    TlsEntry entry = wire.tls();
    if (entry != null) {
      entry.begin(
          channel,
          wire.timeouts().header(),
          (protocol, key, certificate) -> {
            if (entry.trustsAs(rules(channel.eventLoop()).wire().tls())) {
              serve(channel, peer.with(key, certificate), protocol.equals(HTTP_2));
            } else {
              var _ = channel.close();
            }
          });
    } else if (wire.h2c()) {
      detect(channel, peer, wire);
    } else {
      serve(channel, peer, false);
    }
  }

  private void detect(Channel channel, Peer peer, Wire wire) {
    var timer = new LazyTimer(channel.eventLoop(), edge.clock());
    channel
        .pipeline()
        .addLast(
            new VersionDetector(
                timer, wire.timeouts().header(), http2 -> serve(channel, peer, http2)));
  }

  /// Serves a connection whose version of HTTP is known, from its first byte on. On its loop.
  ///
  /// @param http2 whether it is HTTP/2, as agreed on by ALPN or as its client begins it; else it is
  ///   HTTP/1.1
  private void serve(Channel channel, Peer peer, boolean http2) {
    LoopRules loopRules = rules(channel.eventLoop());
    if (http2) {
      serveHttp2(channel, loopRules, peer);
    } else {
      var decoder = new RequestDecoder();
      channel.pipeline().addLast(decoder);
      connect(channel, decoder, loopRules, peer).begin();
    }
  }

  private void serveHttp2(Channel channel, LoopRules loopRules, Peer peer) {
    Http2Session session =
        Http2Session.begin(
            channel,
            terms(loopRules, peer),
            (stream, source) -> {
              var _ = connect(stream, source, loopRules, peer);
            });
    sessions.add(session);
    var _ = channel.closeFuture().addListener(_ -> sessions.remove(session));
  }

  /// Adds the handlers behind what decodes requests.
  private ClientConnection connect(
      Channel channel, RequestSource source, LoopRules loopRules, Peer peer) {
    if (loopRules.validator().tokens() != null) {
      channel.pipeline().addLast(new TokenGate(source, loopRules, peer));
    }
    ClientConnection connection = connection(channel, source, loopRules, peer);
    channel.pipeline().addLast(connection);
    return connection;
  }

  private ClientConnection connection(
      Channel channel, RequestSource source, LoopRules loopRules, Peer peer) {
    return new ClientConnection(channel, source, loopRules, edge, ids, peer);
  }

  /// What is spoken within TLS, by its names for ALPN, the best first.
  ///
  /// @param http2 whether HTTP/2 is
  public static List<String> protocols(boolean http2) {
    return http2 ? List.of(HTTP_2, HTTP_1) : List.of(HTTP_1);
  }

  /// Whether connections that come now have TLS.
  public boolean isSecure() {
    return rules.wire().tls() != null;
  }

  /// How many connections were closed since they came from a proxy which did not say for whom.
  public long unintroduced() {
    return unintroduced.sum();
  }

  private Http2Terms terms(LoopRules loopRules, Peer peer) {
    ClientTimeouts timeouts = loopRules.timeouts();
    return new Http2Terms(
        peer.client().name(),
        peer.proxy() != null,
        loopRules.budgets(),
        timeouts.header(),
        timeouts.stall(),
        timeouts.idle(),
        timeouts.linger(),
        edge.clock(),
        () -> loopRules.validator().endsConnections(),
        ended::increment);
  }

  /// The rules of a loop; called on that loop. Where the entry is new the rules are read once more:
  /// a change in between either finds the entry, or is found.
  private LoopRules rules(EventLoop loop) {
    LoopRules loopRules = byLoop.get(loop);
    if (loopRules == null) {
      loopRules = new LoopRules(rules, new RefusalRateLimiter(edge.clock().nanos()));
      byLoop.put(loop, loopRules);
      loopRules.use(rules);
    }
    return loopRules;
  }

  /// Closes connections that do not come to a loopback address: without keys only such are served.
  public void closeRemote() {
    var _ = open.close(channel -> !isLoopback(channel));
  }

  private static boolean isLoopback(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress at
        && at.getAddress().isLoopbackAddress();
  }

  /// Breaks the connections and streams whose last call is of one of these callers, and so ends
  /// what is under way for them. Returns at once: each loop does so when it gets to that.
  public void cut(Set<String> callers) {
    open.forEach(connection -> cutLater(connection, callers));
    for (Http2Session session : sessions) {
      session.forEach(stream -> cutLater(stream, callers));
    }
  }

  private static void cutLater(Channel channel, Set<String> callers) {
    channel.eventLoop().execute(() -> cut(channel, callers));
  }

  private static void cut(Channel channel, Set<String> callers) {
    ClientConnection connection = channel.pipeline().get(ClientConnection.class);
    String caller = connection == null ? null : connection.caller();
    if (caller != null && callers.contains(caller)) {
      AnswerWriter.reset(channel);
    }
  }

  /// How many connections are open.
  public int size() {
    return open.size();
  }

  /// How many streams of HTTP/2 are open. Safe for any thread; a moment old.
  public int streams() {
    int streams = 0;
    for (Http2Session session : sessions) {
      streams += session.size();
    }
    return streams;
  }

  /// How many connections of HTTP/2 were ended for their clients' faults.
  public long ended() {
    return ended.sum();
  }

  /// How many bytes of answers the open connections have not sent yet. Safe for any thread; a
  /// moment old.
  public long unsent() {
    long unsent = open.stream().mapToLong(WriteStall::pending).sum();
    for (Http2Session session : sessions) {
      unsent += session.unsent();
    }
    return unsent;
  }

  /// Asks all clients that speak HTTP/2 to send their next requests elsewhere; what they have under
  /// way goes on. Clients of HTTP/1.1 learn that from their next answers. Returns at once.
  public void goAway() {
    for (Http2Session session : sessions) {
      session.goAway();
    }
  }

  /// Ends all connections: each sends its last answer, for `patience` at most. Not on a loop.
  public void close(Duration patience) {
    for (Http2Session session : sessions) {
      session.sayLast();
    }
    open.forEach(LingeringClose::now);
    var _ = open.newCloseFuture().awaitUninterruptibly(patience.toMillis(), TimeUnit.MILLISECONDS);
    open.close().awaitUninterruptibly();
  }
}
