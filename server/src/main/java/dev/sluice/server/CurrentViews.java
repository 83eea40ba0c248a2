package dev.sluice.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ConfigChange;
import dev.sluice.accounts.Accounts;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.HistoryKeeper;
import dev.sluice.report.Reporter;
import dev.sluice.report.Situation.StoreState;
import dev.sluice.server.accounts.AccountsApi;
import dev.sluice.server.accounts.NodesApi;
import dev.sluice.server.accounts.PeopleApi;
import dev.sluice.server.accounts.SpendApi;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.Page;
import dev.sluice.server.api.AdminApi;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.payment.Accounting;
import dev.sluice.server.payment.ClientPayers;
import dev.sluice.server.payment.KeyBudgets;
import dev.sluice.server.view.ConfigSection;
import dev.sluice.server.view.RecentWaits;
import dev.sluice.server.view.ViewSources;
import dev.sluice.server.view.Views;
import dev.sluice.stats.GatewayStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The admin listener's pages of the configuration that holds. Safe for any thread.
final class CurrentViews implements AdminPages.Source {
  /// How far back the summary beside every page looks.
  private static final Duration GLANCE = Duration.ofMinutes(5);

  private final Sources sources;
  private final long began = Clock.SYSTEM.nanos();
  private volatile AdminPages.Source now = AdminPages.Source.NONE;

  /// The parts that all pages are made of, whatever the configuration.
  ///
  /// @param sections the configuration that was read last, in words
  /// @param clusterStatus how this process stands in its cluster, if it is in one
  record Sources(
      HistoryKeeper keeper,
      RecentWaits waits,
      NoticeLog notices,
      Supplier<List<ConfigSection>> sections,
      Accounting accounting,
      ClientPayers payers,
      NodesApi nodes,
      OwnResources own,
      Supplier<Optional<ObjectNode>> clusterStatus) {}

  CurrentViews(Sources sources) {
    this.sources = sources;
  }

  /// Makes the pages of a configuration ready; they are shown once it is taken.
  ///
  /// @param stats what the gateway holds under it
  /// @param url the base address for clients
  ConfigChange prepare(SluiceConfig config, GatewayStats stats, Supplier<String> url) {
    AdminPages.Source pages = pages(config, stats, url);
    return () -> now = pages;
  }

  private AdminPages.Source pages(SluiceConfig config, GatewayStats stats, Supplier<String> url) {
    KeyBudgets keyBudgets = sources.payers().keyBudgets(config);
    var accounts =
        new AccountsApi(sources.accounting().accounts(), keyBudgets, System::currentTimeMillis);
    Reporter reporter = reporter(config, stats, keyBudgets);
    var spend =
        new SpendApi(
            sources.accounting().accounts(),
            keyBudgets,
            config.server().tags().stream().map(ClientTag::name).toList(),
            sources.payers().refused(),
            System::currentTimeMillis,
            accounts);
    var people =
        new PeopleApi(
            sources.accounting().accounts(),
            PeopleSource.rights(config.admin().people()),
            System::currentTimeMillis);
    AdminPages.Source kept =
        sources.own().admin(keyBudgets::holder).pages(sources.nodes().pages(people.pages(spend)));
    var api = new AdminApi(reporter, sources.clusterStatus(), kept);
    return new Views(views(config, stats, reporter, url), api);
  }

  private Reporter reporter(SluiceConfig config, GatewayStats stats, KeyBudgets keyBudgets) {
    return new Reporter(
        ListenAddresses.text(config.server().listen()),
        Version.NUMBER,
        config.gateway(),
        config.report(),
        sources.keeper().windows(),
        stats,
        keyBudgets,
        sources.payers().refused(),
        this::store,
        Clock.SYSTEM);
  }

  private StoreState store() {
    return new StoreState(
        sources.accounting().accounts().map(Accounts::name),
        sources.accounting().trouble(),
        sources.accounting().lost());
  }

  private ViewSources views(
      SluiceConfig config, GatewayStats stats, Reporter reporter, Supplier<String> url) {
    List<ConfigSection> words = sources.sections().get();
    return new ViewSources(
        Version.NUMBER,
        url,
        config.gateway(),
        stats,
        sources.waits(),
        sources.notices().latest(),
        sources.accounting().accounts().isPresent(),
        sources.own().any(),
        sources.nodes().isOneOfSeveral(),
        () -> words,
        () -> reporter.glance(GLANCE),
        Clock.SYSTEM,
        began);
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    return now.at(path, query);
  }

  @Override
  public String paths() {
    return now.paths();
  }

  @Override
  public String frame() {
    return now.frame();
  }
}
