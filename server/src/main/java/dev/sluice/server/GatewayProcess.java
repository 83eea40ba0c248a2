package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.metrics.ReloadMeters;
import dev.sluice.server.metrics.TlsMeters;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.reload.Reloads;
import dev.sluice.server.view.RecentWaits;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Consumer;

/// A whole gateway process: engine, listeners, metrics and call log, joined. It takes another
/// configuration while it runs, whole or not at all.
public final class GatewayProcess {
  private final ObservedGateway gateway;
  private final CurrentViews views;
  private final SluiceServer server;
  private final ProcessReload reload;
  private final Reloads reloads;

  /// Opens the listeners; nobody is served yet.
  private GatewayProcess(SluiceConfig config, ProcessOptions options, ObservedGateway gateway)
      throws CannotListen {
    this.gateway = gateway;
    views = gateway.views(options.sections());
    // The server asks for a reload once it serves: all is built by then.
    ServerBase base = gateway.base(config, views, dry -> reload("admin", dry));
    server = SluiceServer.open(config.server(), config.admin(), base);
    reload = new ProcessReload(config, gateway, server, views, tlsMeters());
    reloads = new Reloads(options.source(), config, reload, gateway.notices(), gateway::wallTime);
  }

  /// Starts it.
  ///
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(SluiceConfig config, ProcessOptions options)
      throws CannotListen {
    BugReports.prepare();
    ObservedGateway gateway = ObservedGateway.start(config, options);
    try (var rollback = Rollback.of(gateway::close)) {
      var process = new GatewayProcess(config, options, gateway);
      process.serve(config);
      return rollback.keep(process);
    }
  }

  private TlsMeters tlsMeters() {
    ServerTls tls = server.tls();
    return new TlsMeters(gateway.registry(), tls.clients().handshakes(), tls.admin().handshakes());
  }

  private void serve(SluiceConfig config) {
    reload.meters().use(config);
    views.prepare(config, gateway.engine().stats(), server::url).take();
    EdgeMeters.register(gateway.registry(), server);
    ReloadMeters.register(gateway.registry(), reloads);
    reloads.start();
    gateway.own().begin(server::innerCalls);
    server.accept();
    gateway.takePart(dry -> reload("cluster", dry));
    gateway.notices().release();
  }

  /// Reads the configuration again and takes it, unless something is wrong with it. Not on a loop.
  ///
  /// @param by what asks for it, for the log
  /// @param dry whether only to try
  public ReloadResult reload(String by, boolean dry) {
    return reloads.reload(by, dry);
  }

  /// How many configurations it has had.
  public long revision() {
    return gateway.engine().revision();
  }

  /// The address on which clients are served.
  public InetSocketAddress address() {
    return server.address();
  }

  /// The address of the admin listener, which shows health and metrics.
  public InetSocketAddress adminAddress() {
    return server.adminAddress().orElseThrow();
  }

  /// Tells the admin listener's address, as this machine asks it: now, and when a reload is taken.
  /// On the thread of that reload.
  public void followAdmin(Consumer<URI> follower) {
    reload.followAdmin(follower);
  }

  /// The base address for clients, without a path.
  public String url() {
    return server.url();
  }

  /// The base URL of the admin listener.
  public String adminUrl() {
    return server.adminUrl(ListenAddresses::text);
  }

  /// The notices that the operator was told last.
  public LatestNotices notices() {
    return gateway.notices().latest();
  }

  /// The last calls that had to wait.
  public RecentWaits waits() {
    return gateway.waits();
  }

  /// The counts of what the clients' keys have spent and set aside.
  public Budgets budgets() {
    return gateway.budgets();
  }

  /// The gateway that serves the calls.
  public Gateway gateway() {
    return gateway.engine();
  }

  /// Drains, then gives everything back, by the rules of [SluiceServer#drainAndClose].
  public void drainAndClose() throws InterruptedException {
    reloads.close();
    gateway.own().stop();
    server.drainAndClose();
    gateway.close();
  }
}
