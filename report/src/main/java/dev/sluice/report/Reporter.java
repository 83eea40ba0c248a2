package dev.sluice.report;

import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.quota.Dimension;
import dev.sluice.report.Situation.StoreState;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.CredentialStats;
import dev.sluice.stats.GatewayStats;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The maker of reports from what a gateway holds and has counted. Safe for any thread but a loop.
///
/// @param instance the gateway's name
/// @param version its version
/// @param config what it was made from
/// @param aims what is aimed at
/// @param windows what it has counted
/// @param stats what it holds
/// @param ownedBudgets what keys may spend, and have spent
/// @param refused the calls that limits of keys have refused
/// @param store the store of teams and keys, and how it does
/// @param clock for both its own time and the time that people read
public record Reporter(
    String instance,
    String version,
    GatewayConfig config,
    ReportConfig aims,
    Windows windows,
    GatewayStats stats,
    OwnedBudgets ownedBudgets,
    RefusedCalls refused,
    Supplier<StoreState> store,
    Clock clock) {

  /// Converts instants of [Clock#nanos] to the clock that people read.
  public LongFunction<Instant> wall() {
    Instant wall = clock.wall();
    long now = clock.nanos();
    return instant -> wall.minusNanos(now - instant);
  }

  /// Makes the report of the last `length`.
  public TrafficReport report(Duration length) {
    long now = clock.nanos();
    LongFunction<Instant> wall = wall();
    Situation situation = situation(windows.window(length, now), now);
    Instant from = wall.apply(situation.window().from());
    return TrafficReport.of(instance, version, from, wall.apply(now), situation);
  }

  /// Makes a summary of the last `length` from memory alone: the store is not waited for.
  public Glance glance(Duration length) {
    Duration counted = Duration.ofNanos(clock.nanos() - windows.history().began());
    TrafficReport report = report(length.compareTo(counted) < 0 ? length : counted);
    return new Glance(report.summary(), report.situation().keyless());
  }

  /// The part of a report that is shown beside every page.
  ///
  /// @param summary what it says in a sentence
  /// @param keyless the targets for which no credential is left
  public record Glance(Summary summary, Set<String> keyless) {
    public Glance {
      keyless = Set.copyOf(keyless);
    }
  }

  private Situation situation(Window window, long now) {
    Map<String, Totals> totals = window.byTarget();
    RecentSpend.Sums spent = ownedBudgets.budgets().recent();
    Set<String> names = config.targetNames();
    names.addAll(totals.keySet());
    spent.most().map(RecentSpend.Item::target).ifPresent(names::add);
    List<TargetView> targets =
        names.stream().map(name -> view(name, totals, window, spent, now)).toList();
    Totals all = window.all();
    return new Situation(
        window,
        all,
        windows.window(Duration.ofNanos((window.to() - window.from()) / 2), now).all(),
        targets,
        aims,
        ownedBudgets.all().toList(),
        store.get(),
        spent,
        atLimit(all, window),
        all.calls() == 0 ? idle(now) : Optional.empty());
  }

  /// The key whose limits have refused most of the calls in a window.
  private Optional<KeyAtLimit> atLimit(Totals all, Window window) {
    return all.of(Figure.CALL_LIMIT_REACHED) == 0
        ? Optional.empty()
        : refused
            .most(wall().apply(window.from()).toEpochMilli())
            .map(most -> KeyAtLimit.of(most, ownedBudgets.holder(most.key())));
  }

  /// How long ago the last remembered call has ended; empty without one.
  private Optional<Duration> idle(long now) {
    return windows.history().calls().stream()
        .map(call -> Duration.ofNanos(now - call.arrived()).minus(call.duration()))
        .min(Comparator.naturalOrder());
  }

  private TargetView view(
      String name, Map<String, Totals> totals, Window window, RecentSpend.Sums spent, long now) {
    Totals of = totals.getOrDefault(name, Totals.NONE);
    String provider = name.substring(0, Math.max(0, name.indexOf('/')));
    List<CredentialStats> keys =
        stats.credentials().stream().filter(key -> key.provider().equals(provider)).toList();
    return new TargetView(
        name,
        of,
        routes(name, window),
        alone(name),
        circuits(name),
        quotas(name),
        budget(name, now),
        keys.stream().filter(key -> isAside(key, of)).map(key -> key.place() + 1).toList(),
        keys.size(),
        ownedBudgets.budgets().implausible().of(name),
        ownedBudgets.budgets().implausibleUnits().of(name),
        ownedBudgets.budgets().unaskedTiers().of(name),
        spent.most().filter(most -> most.target().equals(name)).map(_ -> spent));
  }

  /// A credential that is set aside for some model may be so for another target's.
  private static boolean isAside(CredentialStats key, Totals of) {
    boolean refused =
        of.of(Figure.ATTEMPT_CREDENTIAL_REFUSED) + of.of(Figure.ATTEMPT_EXHAUSTED) > 0;
    return key.aside(Scope.ACCOUNT) > 0 || (refused && key.aside(Scope.MODEL) > 0);
  }

  /// The routes that have no target but this one.
  private Set<String> alone(String name) {
    return config.routes().stream()
        .filter(route -> route.targets().size() == 1)
        .filter(route -> route.targets().getFirst().name().equals(name))
        .map(RouteConfig::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> routes(String name, Window window) {
    return window.series().keySet().stream()
        .filter(key -> key.target().equals(name) && !key.route().isEmpty())
        .map(SeriesKey::route)
        .collect(Collectors.toSet());
  }

  private Map<String, String> circuits(String name) {
    var circuits = new HashMap<String, String>();
    for (BreakerStats breaker : stats.breakers()) {
      if (breaker.target().equals(name)) {
        circuits.put(EnumWords.of(breaker.operation()), EnumWords.of(breaker.state()));
      }
    }
    return circuits;
  }

  private OptionalDouble budget(String name, long now) {
    return stats.budgets().targets().contains(name)
        ? OptionalDouble.of(stats.budgets().left(name, now))
        : OptionalDouble.empty();
  }

  private List<QuotaView> quotas(String name) {
    return stats.quotas().entries().stream()
        .filter(entry -> (entry.provider() + "/" + entry.model()).equals(name))
        .flatMap(this::quotas)
        .toList();
  }

  private Stream<QuotaView> quotas(QuotaStats.Entry entry) {
    return stats.quotas().gauges(entry).stream()
        .flatMap(
            gauges ->
                Arrays.stream(Dimension.values())
                    .map(dimension -> quota(entry, dimension, gauges.of(dimension))));
  }

  private static QuotaView quota(
      QuotaStats.Entry entry, Dimension dimension, RateLimitSnapshot of) {
    return new QuotaView(
        entry.provider(),
        entry.model(),
        entry.credential(),
        dimension,
        of.limit(),
        of.remaining(),
        of.utilisation(),
        of.learned(),
        of.margin(),
        of.throttles());
  }
}
