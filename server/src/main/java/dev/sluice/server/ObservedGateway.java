package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.GatewayMeters;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.ModelSource;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.HistoryKeeper;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.accounts.AccountActions;
import dev.sluice.server.accounts.NodesApi;
import dev.sluice.server.accounts.OwnKeys;
import dev.sluice.server.accounts.PeopleApi;
import dev.sluice.server.accounts.PeopleRights;
import dev.sluice.server.admin.AdminActions;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.jwt.TokenRecords;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.FailureWords;
import dev.sluice.server.log.LimitWatch;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.metrics.EdgeMeters;
import dev.sluice.server.metrics.Exposition;
import dev.sluice.server.metrics.ProcessMeters;
import dev.sluice.server.payment.Accounting;
import dev.sluice.server.payment.BudgetAlert;
import dev.sluice.server.payment.ClientPayers;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.scim.ScimEntry;
import dev.sluice.server.view.ConfigSection;
import dev.sluice.server.view.RecentWaits;
import dev.sluice.server.webhook.Webhooks;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The engine of a process and all that follows its calls: payers and budgets, logs, history,
/// meters and spans. The listeners in front of it are those of a [SluiceServer].
final class ObservedGateway implements AutoCloseable {
  private final Optional<Tracing> tracing;
  private final Optional<Cluster> cluster;
  private final Accounting accounting;
  private final ClusterNodes nodes;
  private final Optional<CallLog> calls;
  private final NoticeLog notices;
  private final Webhooks webhooks;
  private final OwnResources own;
  private final Exposition metrics = new Exposition();
  private final ClientPayers payers;
  private final TokenRecords tokens;
  private final ScimEntry directory;
  private final HistoryKeeper keeper;
  private final RecentWaits waits = new RecentWaits(Clock.SYSTEM);
  private final Gateway engine;
  private final GatewayMeters meters;

  private ObservedGateway(SluiceConfig config, ProcessOptions options) {
    ProcessParts parts = options.parts();
    tracing = parts.tracing();
    cluster = parts.cluster();
    accounting = new Accounting(parts.accounts(), parts.ledger());
    nodes = new ClusterNodes(parts.accounts(), cluster);
    calls = callLog(config, options.calls());
    notices =
        new NoticeLog(options.notices(), config.log().level(), config.gateway(), Clock.SYSTEM);
    notices.hold();
    webhooks = new Webhooks(config.webhooks(), Clock.SYSTEM, notices::webhook);
    payers =
        new ClientPayers(
            config, accounting, metrics.registry(), alerts(notices, webhooks), Clock.SYSTEM);
    tokens =
        new TokenRecords(
            metrics.registry(),
            this::auditToken,
            notices::tokens,
            accounting::knowsTeam,
            Clock.SYSTEM);
    directory = new ScimEntry(parts.accounts());
    directory.use(config.admin().scim());
    keeper = new HistoryKeeper(config.report(), parts.accounts(), Clock.SYSTEM);
    keeper.history().tell(FailureWords::told);
    logUpstreamErrors(config.log().upstreamErrors());
    engine = describe(config).start();
    meters = new GatewayMeters(engine);
    own =
        new OwnResources(
            config, parts, () -> engine.stats().quotas(), payers, metrics.registry(), notices);
  }

  /// Starts the engine and what follows it. Operator notices are held back until
  /// [NoticeLog#release].
  static ObservedGateway start(SluiceConfig config, ProcessOptions options) {
    var gateway = new ObservedGateway(config, options);
    gateway.follow(config);
    return gateway;
  }

  private static Optional<CallLog> callLog(SluiceConfig config, OutputStream out) {
    LogConfig.Calls form = config.log().calls();
    boolean keyed = config.server().keyed();
    return form == LogConfig.Calls.OFF
        ? Optional.empty()
        : Optional.of(new CallLog(out, form, keyed, Clock.SYSTEM));
  }

  /// Tells operators and webhooks of budgets, on calls' threads.
  private static BiConsumer<BudgetAlert, OwnedBudget> alerts(NoticeLog notices, Webhooks webhooks) {
    return (alert, budget) -> {
      notices.budget(alert.words(budget));
      webhooks.tell(alert, budget);
    };
  }

  private Gateway.Builder describe(SluiceConfig config) {
    Gateway.Builder builder =
        Gateway.builder(config.gateway())
            .observer(GatewayMeters.ofCalls(metrics.registry()))
            .observer(notices)
            .observer(waits)
            .observer(keeper.history())
            .bodies(config.server().bodies())
            .tellsScheduler(false);
    payers.join(builder);
    calls.ifPresent(builder::observer);
    tracing.ifPresent(spans -> trace(builder, spans, config));
    cluster.ifPresent(node -> builder.sharing(node.sharing()));
    return builder;
  }

  private void trace(Gateway.Builder builder, Tracing spans, SluiceConfig config) {
    spans.configured().accept(config);
    spans.meters().bindTo(metrics.registry());
    builder.observer(spans.observer());
  }

  private void join(Cluster node, SluiceConfig config) {
    node.meters().bindTo(metrics.registry());
    FunctionCounter.builder("sluice.cluster.money.wait", budgets(), Budgets::waited)
        .description("Calls that have waited for a part of a budget")
        .register(metrics.registry());
    node.configured().accept(config);
    payers.budgets().shareLimits(node.limits());
    node.begin().accept(notices::cluster);
  }

  private void follow(SluiceConfig config) {
    GatewayEdge edge = GatewayEdge.of(engine);
    LimitWatch.over(() -> engine.stats().quotas(), notices)
        .repeat(edge.loops().next(), Clock.SYSTEM);
    metrics.tickOn(edge.loops().next());
    keeper.start(edge.loops().all(), config.report().pinning());
    meters.bindTo(metrics.registry());
    ProcessMeters.logs(metrics.registry(), calls, notices);
    ProcessMeters.build(metrics.registry(), Version.NUMBER, Version.COMMIT, edge.loops().mode());
    accounting.begin(config, payers, notices);
    cluster.ifPresent(node -> join(node, config));
    tellOldPrices();
  }

  /// What the server in front of it needs.
  ///
  /// @param reload reads the configuration again; `true` for a trial
  ServerBase base(SluiceConfig config, CurrentViews views, Function<Boolean, ReloadResult> reload) {
    GatewayEdge edge = GatewayEdge.of(engine);
    return new ServerBase(
        edge.engine(),
        ModelSource.of(engine::catalogue, target -> payers.info(target, Clock.SYSTEM.millis())),
        HeadRules.of(config, Clock.SYSTEM::millis),
        edge.loops(),
        edge.memory(),
        format -> meters.read(() -> metrics.text(format)),
        new ObservedEdge(new EdgeMeters(metrics.registry()), calls),
        views,
        new AdminWrites(
            reload,
            actions(),
            new OwnKeys(
                accounting.accounts(),
                payers::keyBudgets,
                views,
                own.any(),
                System::currentTimeMillis),
            directory),
        accounting.accounts(),
        payers,
        tokens,
        Troubles.of(accounting, cluster, own, notices, engine)::now,
        own.answers());
  }

  private AdminActions actions() {
    var accounts =
        new AccountActions(accounting.accounts(), payers::keyBudgets, System::currentTimeMillis);
    var people = new PeopleApi(accounting.accounts(), PeopleRights.NONE, System::currentTimeMillis);
    AdminActions kept =
        own.admin(key -> payers.keyBudgets().holder(key)).actions(people.actions(accounts));
    return new NodesApi(nodes.nodes()).actions(kept);
  }

  /// What it keeps for clients and answers itself.
  OwnResources own() {
    return own;
  }

  /// Records that tokens of an issuer were refused: in the audit log, or without a store, or while
  /// that is away, in the log.
  private void auditToken(String issuer, String refused) {
    try {
      if (accounting.accounts().isPresent()) {
        accounting.accounts().get().changes().recordRefusedTokens(issuer, refused);
        return;
      }
    } catch (StoreException away) {
      notices.tokens("the audit log cannot be written: " + away.getMessage());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    notices.tokens("tokens of " + issuer + " were refused: " + refused);
  }

  /// Lets other nodes of the cluster see this one.
  ///
  /// @param reload reads the configuration again; `true` for a trial
  void takePart(Function<Boolean, ReloadResult> reload) {
    nodes.begin(reload, engine.stats());
  }

  /// The admin listener's pages of what it holds.
  ///
  /// @param sections the configuration that was read last, in words
  CurrentViews views(Supplier<List<ConfigSection>> sections) {
    return new CurrentViews(
        new CurrentViews.Sources(
            keeper,
            waits,
            notices,
            sections,
            accounting,
            payers,
            new NodesApi(nodes.nodes()),
            own,
            nodes::shown));
  }

  /// Makes another configuration ready for all but the engine.
  void prepare(SluiceConfig next, Changes changes) {
    changes.add(() -> notices.use(next.gateway()));
    changes.add(() -> keeper.use(next.report()));
    changes.add(payers.prepare(next));
    changes.add(this::tellOldPrices);
    changes.add(() -> webhooks.use(next.webhooks()));
    changes.add(() -> directory.use(next.admin().scim()));
    changes.add(() -> own.use(next));
    tracing.ifPresent(spans -> changes.add(() -> spans.configured().accept(next)));
    cluster.ifPresent(node -> changes.add(() -> node.configured().accept(next)));
    calls.ifPresent(log -> changes.add(() -> log.use(next.server().keyed())));
    changes.add(() -> logUpstreamErrors(next.log().upstreamErrors()));
  }

  private void logUpstreamErrors(UpstreamErrors asked) {
    if (calls.isPresent() && calls.get().use(asked)) {
      notices.upstreamErrors(asked);
    }
  }

  private void tellOldPrices() {
    payers
        .oldPrices(LocalDate.ofInstant(Instant.ofEpochMilli(Clock.SYSTEM.millis()), ZoneOffset.UTC))
        .ifPresent(notices::prices);
  }

  /// What stands in the way of sending the spans of a configuration; empty for nothing.
  Optional<String> tracingNote(SluiceConfig next) {
    return tracing.flatMap(spans -> spans.note().apply(next));
  }

  Gateway engine() {
    return engine;
  }

  Accounting accounting() {
    return accounting;
  }

  NoticeLog notices() {
    return notices;
  }

  RecentWaits waits() {
    return waits;
  }

  Budgets budgets() {
    return payers.budgets();
  }

  MeterRegistry registry() {
    return metrics.registry();
  }

  /// The time of the meters, in milliseconds since 1970.
  long wallTime() {
    return metrics.wallTime();
  }

  /// Ends the engine, then what follows it. Not on a loop.
  @Override
  public void close() {
    tokens.close();
    keeper.close();
    metrics.close();
    own.close();
    engine.close();
    cluster.ifPresent(node -> node.end().run());
    nodes.close();
    own.closeFiles();
    accounting.close();
    webhooks.close();
    tracing.ifPresent(spans -> spans.end().run());
    calls.ifPresent(CallLog::close);
    notices.close();
  }
}
