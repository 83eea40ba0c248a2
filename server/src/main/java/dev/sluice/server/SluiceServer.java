package dev.sluice.server;

import dev.sluice.ConfigChange;
import dev.sluice.accounts.Accounts;
import dev.sluice.api.RetryHint;
import dev.sluice.api.head.RequestIds;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.memory.HeapBudget;
import dev.sluice.server.admin.AdminChannels;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.FrameStream;
import dev.sluice.server.admin.PagePools;
import dev.sluice.server.admin.StaticFiles;
import dev.sluice.server.client.ClientKeys;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientChannels;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.server.edge.EdgeDependencies;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.edge.HeadValidator;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.ServerStage;
import dev.sluice.server.edge.TagRules;
import dev.sluice.server.jwt.TokenCallers;
import dev.sluice.server.jwt.TokenIssuers;
import dev.sluice.server.memory.UploadRoom;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.tls.TlsEntry;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The server: a listener for clients in front of an engine, and one for its operators.
///
/// ```text
/// serving ── drainAndClose ──> lame duck ──> draining ──> closed
/// ```
final class SluiceServer implements EdgeMeters.Clients {
  /// How long connections may take to send what they have once all calls have ended.
  private static final Duration LAST_BYTES = Duration.ofSeconds(2);

  /// Waits on the thread that stops a server.
  @FunctionalInterface
  interface Pause {
    /// Returns after `wait`, never earlier.
    void pause(Duration wait) throws InterruptedException;
  }

  private final ServerBase base;
  private final Pause pause;

  /// Makes up the pages of the admin listener, so that no call's body waits behind one.
  private final PlatformThreads pagePool = new PlatformThreads(1);

  /// The pool that makes up pages which wait for the store.
  private final PlatformThreads questionPool = new PlatformThreads(1);

  /// For directories, whose changes of groups are long.
  private final PlatformThreads directoryPool = new PlatformThreads(1);

  private final ServerTls tls = new ServerTls();
  private final HeapBudget unsent = new HeapBudget(PlatformDependent.maxDirectMemory() / 2);
  private final TokenIssuers tokens;
  private final ClientChannels clients;
  private final AdminChannels admins;
  private final Listeners listeners;

  /// The lock that is held while a listener takes another one's place: none is opened once the
  /// server drains.
  private final Object opening = new Object();

  private volatile ServerConfig.Drain drain;
  private volatile ServerStage stage = ServerStage.SERVING;

  /// Opens both listeners; clients are served from [#accept] on.
  ///
  /// @param clock for the times of clients and their calls
  /// @throws CannotListen if an address is taken or belongs to another host
  SluiceServer(
      ServerConfig config,
      Optional<AdminConfig> admin,
      ServerBase base,
      ClientTimeouts timeouts,
      Pause pause,
      Clock clock)
      throws CannotListen {
    this.base = base;
    this.pause = pause;
    this.drain = config.drain();
    this.tokens = new TokenIssuers(base.tokens(), Clock.SYSTEM);
    this.clients = clients(config, base, timeouts, clock);
    base.accounts().ifPresent(accounts -> accounts.onCut(this::cut));
    this.admins =
        admins(
            admin.map(AdminConfig::all).orElse(List.of()),
            tls.admin().use(tls.admin().prepare(admin.flatMap(AdminConfig::tls), false)),
            base);
    admins.use(PeopleSource.of(admin.flatMap(AdminConfig::people), base, admins.people()));
    this.listeners =
        Listeners.open(
            base.loops().group(), clients, admins, config.listen(), admin.map(AdminConfig::listen));
  }

  /// Opens both listeners; clients are served when this returns.
  ///
  /// @param admin none: no admin listener
  /// @throws CannotListen if an address is taken or belongs to another host
  static SluiceServer start(ServerConfig config, Optional<AdminConfig> admin, ServerBase base)
      throws CannotListen {
    return start(config, admin, base, ClientTimeouts.of(config), Thread::sleep);
  }

  /// @param pause waits for the delay of its drain
  static SluiceServer start(
      ServerConfig config,
      Optional<AdminConfig> admin,
      ServerBase base,
      ClientTimeouts timeouts,
      Pause pause)
      throws CannotListen {
    var server = new SluiceServer(config, admin, base, timeouts, pause, Clock.SYSTEM);
    server.accept();
    return server;
  }

  /// Opens both listeners; clients are served from [#accept] on.
  ///
  /// @throws CannotListen if an address is taken or belongs to another host
  static SluiceServer open(ServerConfig config, AdminConfig admin, ServerBase base)
      throws CannotListen {
    return new SluiceServer(
        config, Optional.of(admin), base, ClientTimeouts.of(config), Thread::sleep, Clock.SYSTEM);
  }

  /// Makes calls that come over no connection.
  InnerCalls innerCalls() {
    return clients.inner(base.loops()::next);
  }

  /// Accepts connections from now on.
  void accept() {
    listeners.accept();
  }

  private HeadValidator validator(
      ServerConfig config, HeadRules heads, @Nullable TokenCallers tokens) {
    return new HeadValidator(
        new ClientKeys(
            config.keyed(),
            config.keys(),
            base.accounts().map(Accounts::keys),
            config.oldNames(),
            tokens != null,
            System::currentTimeMillis),
        tokens,
        config.maxBody(),
        heads,
        new TagRules(config.kept()),
        base.resources(),
        base.observer(),
        () -> stage);
  }

  private ClientChannels clients(
      ServerConfig config, ServerBase base, ClientTimeouts timeouts, Clock clock) {
    TokenCallers callers = tokens.prepare(config.jwt());
    tokens.use(callers);
    HeadValidator validator = validator(config, base.heads(), callers);
    var calls =
        new EdgeDependencies(
            base.engine(),
            base.models(),
            base.memory(),
            new UploadRoom(base.memory(), config.bodies()),
            unsent,
            base.observer(),
            base.loops()::of,
            new RetryHint(ThreadLocalRandom::current),
            clock,
            base.payers());
    var ids = new RequestIds(() -> ThreadLocalRandom.current().nextLong());
    TlsEntry entry =
        tls.clients().use(tls.clients().prepare(config.tls(), config.http2().offered()));
    return new ClientChannels(
        validator, calls, ids, ClientChannels.Wire.of(config, timeouts, entry));
  }

  private AdminChannels admins(List<AdminToken> tokens, @Nullable TlsEntry entry, ServerBase base) {
    AdminPages.Source api = base.api();
    var pages =
        new AdminPages(this::isReady, base.trouble(), base.metrics(), api, new StaticFiles());
    var feed = new FrameStream(api::frame, base.loops().next(), pagePool);
    var pools = new PagePools(pagePool, questionPool, directoryPool);
    return new AdminChannels(pages, base.writes(), tokens, feed, pools, Clock.SYSTEM, entry);
  }

  private boolean isReady() {
    return stage == ServerStage.SERVING;
  }

  /// Makes another configuration ready: its listeners are opened beside those that are open, which
  /// go on.
  ///
  /// @param heads what of the heads of requests goes on with their calls
  /// @throws CannotListen if a listener cannot be opened; then none is
  Change prepare(ServerConfig config, AdminConfig admin, HeadRules heads) throws CannotListen {
    HeadValidator validator = validator(config, heads, tokens.prepare(config.jwt()));
    return new Change(
        config,
        admin,
        validator,
        ClientTimeouts.of(config),
        new NextTls(
            tls.clients().prepare(config.tls(), config.http2().offered()),
            tls.admin().prepare(admin.tls(), false)),
        listeners.prepare(config.listen(), admin.listen()));
  }

  /// The TLS of both listeners; null for none.
  private record NextTls(ServerTls.@Nullable Made clients, ServerTls.@Nullable Made admin) {}

  /// A configuration that is ready to take the place of the current one, or to be dropped.
  final class Change implements ConfigChange {
    private final ServerConfig config;
    private final AdminConfig admin;
    private final HeadValidator validator;
    private final ClientTimeouts timeouts;
    private final NextTls nextTls;
    private final Listeners.Change opened;

    private Change(
        ServerConfig config,
        AdminConfig admin,
        HeadValidator validator,
        ClientTimeouts timeouts,
        NextTls nextTls,
        Listeners.Change opened) {
      this.config = config;
      this.admin = admin;
      this.validator = validator;
      this.timeouts = timeouts;
      this.nextTls = nextTls;
      this.opened = opened;
    }

    /// Goes by it from now on. Calls under way go on, and so do connections that a closed listener
    /// has accepted, unless they come over a network that is not served any more. Not on a loop.
    @Override
    public void take() {
      drain = config.drain();
      tokens.use(validator.tokens());
      clients.use(
          validator,
          ClientChannels.Wire.of(config, timeouts, tls.clients().use(nextTls.clients())));
      var people = PeopleSource.of(admin.people(), base, admins.people());
      admins.use(admin.all(), people, tls.admin().use(nextTls.admin()));
      synchronized (opening) {
        if (stage == ServerStage.DRAINING) {
          opened.drop();
        } else {
          opened.take();
        }
      }
      closeRemote();
    }

    private void closeRemote() {
      if (!config.keyed()) {
        clients.closeRemote();
      }
      if (admin.all().isEmpty()) {
        admins.closeRemote();
      }
    }

    /// Closes what was opened for it.
    @Override
    public void drop() {
      opened.drop();
    }
  }

  /// Breaks the connections and streams of these callers.
  void cut(Set<String> callers) {
    clients.cut(callers);
  }

  /// The address on which clients are served.
  InetSocketAddress address() {
    return listeners.clients().address();
  }

  /// The base address for clients, without a path.
  String url() {
    return (clients.isSecure() ? "https://" : "http://") + ListenAddresses.text(address());
  }

  /// The base address of the admin listener.
  ///
  /// @param form how its host and port are written
  String adminUrl(Function<InetSocketAddress, String> form) {
    String scheme = admins.isSecure() ? "https://" : "http://";
    return scheme + form.apply(adminAddress().orElseThrow());
  }

  /// The TLS of the listeners.
  ServerTls tls() {
    return tls;
  }

  @Override
  public long unintroduced() {
    return clients.unintroduced();
  }

  /// The address that shows health and metrics.
  Optional<InetSocketAddress> adminAddress() {
    return listeners.admin().map(Listener::address);
  }

  @Override
  public int connections() {
    return clients.size();
  }

  @Override
  public int streams() {
    return clients.streams();
  }

  @Override
  public long ended() {
    return clients.ended();
  }

  @Override
  public long unsentBytes() {
    return clients.unsent();
  }

  @Override
  public long unsentCut() {
    return unsent.refused(MemoryBudget.Use.ANSWER);
  }

  @Override
  public long acceptFailures() {
    return listeners.failures();
  }

  /// How many bytes are reserved now for buffers that grow with what clients and providers send.
  long memoryUsed() {
    return base.memory().used();
  }

  /// Ends the server. For the configured delay it is not ready any more, serves on, and ends each
  /// connection with its answer. Then it accepts no connection, and rejects new requests; calls
  /// that run may finish for as long as the configuration allows, the rest are ended with an error
  /// that says so. Returns when every call's thread has ended and every connection is closed. The
  /// loops go on. Not on a loop.
  ///
  /// @throws InterruptedException if interrupted before all calls have ended; the remaining ones
  ///   just go on
  void drainAndClose() throws InterruptedException {
    ServerConfig.Drain how = drain;
    if (isReady() && how.delay().isPositive()) {
      stage = ServerStage.LAME_DUCK;
      clients.goAway();
      pause.pause(how.delay());
    }
    synchronized (opening) {
      stage = ServerStage.DRAINING;
      listeners.clients().close();
    }
    clients.goAway();
    base.engine().drain(how.patience());
    clients.close(LAST_BYTES);
    listeners.admin().ifPresent(Listener::close);
    admins.close();
    List.of(pagePool, questionPool, directoryPool).forEach(PlatformThreads::close);
    tokens.close();
    tls.close();
  }
}
