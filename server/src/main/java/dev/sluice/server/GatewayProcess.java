package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.provider.header.ClientHeaders;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.client.EdgeObserver;
import dev.sluice.server.edge.client.IgnoredClaim;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.metrics.CoarseClock;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.metrics.ProcessMeters;
import dev.sluice.server.metrics.ReloadMeters;
import dev.sluice.server.openai.ApiError;
import dev.sluice.server.openai.ModelList;
import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.reload.NotApplied;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.reload.Reloads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A whole gateway process: engine, listeners, metrics and call log, joined. It takes another
/// configuration while it runs, whole or not at all.
public final class GatewayProcess implements Reloads.Gateway {
  private final Gateway gateway;
  private final SluiceServer server;
  private final CallLog log;
  private final NoticeLog notices;
  private final Reloads reloads;

  private GatewayProcess(
      SluiceConfig config, ConfigSource source, OutputStream out, OutputStream err)
      throws CannotListen {
    BugReports.prepare();
    log = new CallLog(out, Clock.SYSTEM);
    notices = new NoticeLog(err, Clock.SYSTEM);
    var clock = new CoarseClock();
    var registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    gateway =
        Gateway.builder(config.gateway())
            .observer(GatewayMeters.ofCalls(registry))
            .observer(log)
            .observer(notices)
            .bodies(config.server().bodies())
            .start();
    clock.tickOn(gateway.loops().next());
    var meters = new GatewayMeters(gateway);
    meters.bindTo(registry);
    ProcessMeters.logs(registry, log, notices);
    ProcessMeters.build(registry, Version.NUMBER, Version.COMMIT, gateway.loops().mode());
    var base =
        new SluiceServer.Base(
            gateway.engine(),
            ModelList.Source.of(gateway::catalogue),
            ClientHeaders.ofAny(config.gateway().providers()),
            gateway.loops(),
            gateway.pool(),
            gateway.memory(),
            () -> meters.read(registry::scrape),
            edge(registry, log),
            new AdminWrites(dry -> reload("admin", dry)));
    reloads = new Reloads(source, config, this, notices, clock::wallTime);
    ReloadMeters.register(registry, reloads);
    try {
      server = SluiceServer.start(config.server(), Optional.of(config.admin()), base);
      EdgeMeters.register(registry, server);
    } catch (CannotListen e) {
      reloads.close();
      gateway.close();
      closeLogs();
      throw e;
    }
  }

  /// Reads the configuration again and takes it, unless something is wrong with it. Not on a loop.
  ///
  /// @param by what asks for it, for the log
  /// @param dry whether only to try
  public ReloadResult reload(String by, boolean dry) {
    return reloads.reload(by, dry);
  }

  @Override
  public long revision() {
    return gateway.revision();
  }

  @Override
  public List<String> take(SluiceConfig before, SluiceConfig next, boolean dry) throws NotApplied {
    Optional<String> tooMuch = HeapCheck.problem(next, Runtime.getRuntime().maxMemory());
    if (tooMuch.isPresent()) {
      throw new NotApplied(tooMuch.get());
    }
    try {
      take(next, dry);
    } catch (CannotListen | IllegalArgumentException | IllegalStateException e) {
      throw new NotApplied(String.valueOf(e.getMessage()));
    }
    return before.server().bodies() == next.server().bodies()
        ? List.of()
        : List.of("server.bodies changes at the next start");
  }

  /// Everything that may fail comes before anything changes.
  private void take(SluiceConfig next, boolean dry) throws CannotListen {
    gateway.check(next.gateway());
    Listeners.Change opened = server.prepare(next.server(), next.admin());
    boolean taken = false;
    try {
      if (!dry) {
        gateway.reload(next.gateway());
        taken = true;
      }
    } finally {
      if (!taken) {
        opened.drop();
      }
    }
    if (taken) {
      ClientHeaders passed = ClientHeaders.ofAny(next.gateway().providers());
      server.use(next.server(), next.admin(), passed, opened);
    }
  }

  private static EdgeObserver edge(MeterRegistry registry, CallLog log) {
    var meters = new EdgeMeters(registry);
    return new EdgeObserver() {
      @Override
      public void turnedAway(String id, ApiError error) {
        meters.turnedAway(id, error);
        log.turnedAway(id, error);
      }

      @Override
      public void ignored(IgnoredClaim claim) {
        meters.ignored(claim);
      }
    };
  }

  /// Starts it, without a stream for operator notices.
  ///
  /// @param out where the call log goes, a line a call
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(SluiceConfig config, OutputStream out) throws CannotListen {
    return start(config, out, OutputStream.nullOutputStream());
  }

  /// Starts it, with a configuration that cannot be read again.
  ///
  /// @param out where the call log goes, a line a call
  /// @param err the stream for operator notices, a line each
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(SluiceConfig config, OutputStream out, OutputStream err)
      throws CannotListen {
    return start(config, ConfigSource.fixed(), out, err);
  }

  /// Starts it; clients are served when this returns.
  ///
  /// @param source where the configuration can be read again
  /// @param out where the call log goes, a line a call
  /// @param err the stream for operator notices, a line each
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(
      SluiceConfig config, ConfigSource source, OutputStream out, OutputStream err)
      throws CannotListen {
    return new GatewayProcess(config, source, out, err);
  }

  /// The address that serves clients.
  public InetSocketAddress address() {
    return server.address();
  }

  /// The address that shows health and metrics.
  public InetSocketAddress adminAddress() {
    return server.adminAddress().orElseThrow();
  }

  /// The base address for clients, without a path.
  public String url() {
    return "http://" + ListenAddresses.text(address());
  }

  /// The base address of health and metrics.
  public String adminUrl() {
    return "http://" + ListenAddresses.text(adminAddress());
  }

  /// The engine inside.
  public Gateway gateway() {
    return gateway;
  }

  /// Drains, then gives everything back, by the rules of [SluiceServer#drainAndClose].
  public void drainAndClose() throws InterruptedException {
    reloads.close();
    server.drainAndClose();
    gateway.close();
    closeLogs();
  }

  private void closeLogs() {
    log.close();
    notices.close();
  }
}
