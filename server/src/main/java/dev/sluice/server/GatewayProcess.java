package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.call.runtime.Clock;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.report.HistoryKeeper;
import dev.sluice.report.Standing;
import dev.sluice.server.accounts.AccountActions;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.config.HeapCheck;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.dialect.ModelSource;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.FailureWords;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.server.log.LimitWatch;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.metrics.Exposition;
import dev.sluice.server.metrics.ProcessMeters;
import dev.sluice.server.metrics.ReloadMeters;
import dev.sluice.server.payment.Accounting;
import dev.sluice.server.payment.BudgetAlert;
import dev.sluice.server.payment.ClientPayers;
import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.reload.NotApplied;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.reload.Reloads;
import dev.sluice.server.view.ConfigSection;
import dev.sluice.server.view.RecentWaits;
import dev.sluice.server.webhook.Webhooks;
import dev.sluice.stats.GatewayStats;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A whole gateway process: engine, listeners, metrics and call log, joined. It takes another
/// configuration while it runs, whole or not at all.
public final class GatewayProcess implements Reloads.Gateway {
  private final Gateway gateway;
  private final SluiceServer server;
  private final Optional<CallLog> log;
  private final Optional<Tracing> tracing;
  private final NoticeLog notices;
  private final RecentWaits waits = new RecentWaits(Clock.SYSTEM);
  private final HistoryKeeper keeper;
  private final SluiceConfig started;
  private final CurrentViews views;
  private final Optional<Accounts> accounts;
  private final Accounting accounting;
  private final ClientPayers payers;
  private final Webhooks webhooks;
  private final Exposition metrics = new Exposition();
  private final Reloads reloads;

  /// Told where the admin listener is.
  private volatile Consumer<InetSocketAddress> adminFollower = _ -> {};

  private GatewayProcess(
      SluiceConfig config,
      ConfigSource source,
      OutputStream out,
      OutputStream err,
      Supplier<List<ConfigSection>> sections,
      ProcessParts parts)
      throws CannotListen {
    BugReports.prepare();
    tracing = parts.tracing();
    accounts = parts.accounts();
    accounting = new Accounting(accounts, parts.ledger());
    started = config;
    log = callLog(config, out);
    notices = new NoticeLog(err, config.log().level(), config.gateway(), Clock.SYSTEM);
    notices.hold();
    useUpstreamErrors(config.log().upstreamErrors());
    webhooks = new Webhooks(config.webhooks(), Clock.SYSTEM, notices::webhook);
    MeterRegistry registry = metrics.registry();
    payers = new ClientPayers(config, accounting, registry, this::tell, Clock.SYSTEM);
    keeper = new HistoryKeeper(config.report(), accounts, Clock.SYSTEM);
    keeper.history().tell(FailureWords::told);
    var shown =
        new CurrentViews.Sources(this::url, keeper, waits, notices, sections, accounting, payers);
    views = new CurrentViews(shown);
    Gateway.Builder builder =
        Gateway.builder(config.gateway())
            .observer(GatewayMeters.ofCalls(registry))
            .observer(notices)
            .observer(waits)
            .observer(keeper.history())
            .bodies(config.server().bodies());
    payers.join(builder);
    log.ifPresent(builder::observer);
    tracing.ifPresent(spans -> trace(builder, spans));
    gateway = builder.start();
    LimitWatch.over(() -> gateway.stats().quotas(), notices)
        .repeat(gateway.loops().next(), Clock.SYSTEM);
    metrics.tickOn(gateway.loops().next());
    keeper.start(gateway.loops().all(), config.report().pinning());
    var meters = new GatewayMeters(gateway);
    meters.bindTo(registry);
    ProcessMeters.logs(registry, log, notices);
    ProcessMeters.build(registry, Version.NUMBER, Version.COMMIT, gateway.loops().mode());
    var base =
        new SluiceServer.Base(
            gateway.engine(),
            ModelSource.of(gateway::catalogue),
            ClientHeaders.ofAny(config.gateway().providers()),
            gateway.loops(),
            gateway.memory(),
            format -> meters.read(() -> metrics.text(format)),
            new ObservedEdge(new EdgeMeters(registry), log),
            views,
            new AdminWrites(
                dry -> reload("admin", dry),
                new AccountActions(accounts, payers::standings, System::currentTimeMillis)),
            accounts,
            payers,
            accounting::trouble);
    views.show(views.of(config, gateway.stats()));
    accounting.begin(config, payers, notices);
    tellOldPrices();
    reloads = new Reloads(source, config, this, notices, metrics::wallTime);
    ReloadMeters.register(registry, reloads);
    try {
      server = SluiceServer.open(config.server(), config.admin(), base);
      EdgeMeters.register(registry, server);
      // Whatever asks for a reload finds the server from here on.
      reloads.start();
      server.accept();
      notices.release();
    } catch (CannotListen e) {
      reloads.close();
      keeper.close();
      gateway.close();
      accounting.close();
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
    Optional<String> problem =
        HeapCheck.problem(next, Runtime.getRuntime().maxMemory())
            .or(() -> accounting.problem(before, next));
    if (problem.isPresent()) {
      throw new NotApplied(problem.get());
    }
    try {
      take(next, dry);
    } catch (CannotListen | IllegalArgumentException | IllegalStateException e) {
      throw new NotApplied(String.valueOf(e.getMessage()));
    }
    return Stream.concat(
            RestartNotes.of(started, next).stream(),
            tracing.flatMap(spans -> spans.note().apply(next)).stream())
        .toList();
  }

  /// Everything that may fail comes before anything changes.
  private void take(SluiceConfig next, boolean dry) throws CannotListen {
    gateway.check(next.gateway());
    ClientHeaders passed = ClientHeaders.ofAny(next.gateway().providers());
    SluiceServer.Change change = server.prepare(next.server(), next.admin(), passed);
    boolean taken = false;
    try {
      if (!dry) {
        gateway.reload(next.gateway(), stats -> steps(next, stats, change));
        taken = true;
      }
    } finally {
      if (!taken) {
        change.drop();
      }
    }
  }

  /// What follows once the engine has a configuration.
  private List<Runnable> steps(SluiceConfig next, GatewayStats stats, SluiceServer.Change change) {
    AdminPages.Source shown = views.of(next, stats);
    boolean keyed = next.server().keyed();
    return List.of(
        change::take,
        () -> adminFollower.accept(adminAddress()),
        () -> notices.use(next.gateway()),
        () -> keeper.use(next.report()),
        () -> payers.use(next),
        this::tellOldPrices,
        () -> webhooks.use(next.webhooks()),
        () -> tracing.ifPresent(spans -> spans.configured().accept(next)),
        () -> log.ifPresent(calls -> calls.use(keyed)),
        () -> useUpstreamErrors(next.log().upstreamErrors()),
        () -> views.show(shown));
  }

  private void trace(Gateway.Builder builder, Tracing spans) {
    spans.configured().accept(started);
    spans.meters().bindTo(metrics.registry());
    builder.observer(spans.observer());
  }

  private static Optional<CallLog> callLog(SluiceConfig config, OutputStream out) {
    LogConfig.Calls form = config.log().calls();
    boolean keyed = config.server().keyed();
    return form == LogConfig.Calls.OFF
        ? Optional.empty()
        : Optional.of(new CallLog(out, form, keyed, Clock.SYSTEM));
  }

  private void useUpstreamErrors(UpstreamErrors asked) {
    if (log.isPresent() && log.get().use(asked)) {
      notices.upstreamErrors(asked);
    }
  }

  private void tellOldPrices() {
    payers
        .oldPrices(LocalDate.ofInstant(Instant.ofEpochMilli(Clock.SYSTEM.millis()), ZoneOffset.UTC))
        .ifPresent(notices::prices);
  }

  /// On calls' threads.
  private void tell(BudgetAlert alert) {
    Standing standing = payers.standings().named(alert.budget());
    notices.budget(alert.words(standing));
    webhooks.tell(alert, standing);
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
    return start(config, ConfigSource.fixed(), out, err, List::of);
  }

  /// Starts it, with a configuration that can be read again and words for it, and without spans.
  ///
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(
      SluiceConfig config,
      ConfigSource source,
      OutputStream out,
      OutputStream err,
      Supplier<List<ConfigSection>> sections)
      throws CannotListen {
    return start(config, source, out, err, sections, ProcessParts.NONE);
  }

  /// Starts it, with a configuration that can be read again, and words for it.
  ///
  /// @param source where the configuration can be read again
  /// @param sections the configuration that was read last, as the dashboard shows it
  /// @param parts what it takes with it; ended with the process
  /// @throws CannotListen if an address is taken or belongs to another host
  public static GatewayProcess start(
      SluiceConfig config,
      ConfigSource source,
      OutputStream out,
      OutputStream err,
      Supplier<List<ConfigSection>> sections,
      ProcessParts parts)
      throws CannotListen {
    return new GatewayProcess(config, source, out, err, sections, parts);
  }

  /// The address that serves clients.
  public InetSocketAddress address() {
    return server.address();
  }

  /// The address that shows health and metrics.
  public InetSocketAddress adminAddress() {
    return server.adminAddress().orElseThrow();
  }

  /// Tells where the admin listener is: now, and when a reload is taken. On the thread of that
  /// reload.
  public void followAdmin(Consumer<InetSocketAddress> follower) {
    adminFollower = follower;
    follower.accept(adminAddress());
  }

  /// The base address for clients, without a path.
  public String url() {
    return "http://" + ListenAddresses.text(address());
  }

  /// The base address of health and metrics.
  public String adminUrl() {
    return "http://" + ListenAddresses.text(adminAddress());
  }

  /// What its operator was told last.
  public LatestNotices notices() {
    return notices.latest();
  }

  /// The last calls that had to wait.
  public RecentWaits waits() {
    return waits;
  }

  /// What its clients' keys have spent and set aside.
  public Budgets budgets() {
    return payers.budgets();
  }

  /// The engine inside.
  public Gateway gateway() {
    return gateway;
  }

  /// Drains, then gives everything back, by the rules of [SluiceServer#drainAndClose].
  public void drainAndClose() throws InterruptedException {
    reloads.close();
    server.drainAndClose();
    keeper.close();
    metrics.close();
    gateway.close();
    accounting.close();
    closeLogs();
  }

  private void closeLogs() {
    webhooks.close();
    tracing.ifPresent(spans -> spans.end().run());
    log.ifPresent(CallLog::close);
    notices.close();
  }
}
