package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.provider.header.ClientHeaders;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.client.EdgeObserver;
import dev.sluice.server.edge.client.IgnoredClaim;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.metrics.CoarseClock;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.metrics.ProcessMeters;
import dev.sluice.server.openai.ApiError;
import dev.sluice.server.openai.ModelList;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Optional;

/// A whole gateway process: engine, listeners, metrics and call log, joined.
public final class GatewayProcess {
  private final Gateway gateway;
  private final SluiceServer server;
  private final CallLog log;
  private final NoticeLog notices;

  private GatewayProcess(SluiceConfig config, OutputStream out, OutputStream err)
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
            ModelList.Source.of(gateway.catalogue()),
            ClientHeaders.ofAny(config.gateway().providers()),
            gateway.loops(),
            gateway.pool(),
            gateway.memory(),
            () -> {
              meters.refresh();
              return registry.scrape();
            },
            edge(registry, log));
    try {
      server = SluiceServer.start(config.server(), Optional.of(config.admin()), base);
      EdgeMeters.register(registry, server);
    } catch (CannotListen e) {
      gateway.close();
      closeLogs();
      throw e;
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

  /// Starts it; clients are served when this returns.
  ///
  /// @param out where the call log goes, a line a call
  /// @param err the stream for operator notices, a line each
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(SluiceConfig config, OutputStream out, OutputStream err)
      throws CannotListen {
    return new GatewayProcess(config, out, err);
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
    server.drainAndClose();
    gateway.close();
    closeLogs();
  }

  private void closeLogs() {
    log.close();
    notices.close();
  }
}
