package dev.sluice.cli.explain;

import dev.sluice.GatewayPlan;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says in words what a gateway will do with a model.
final class Explanation {
  /// What fits beside something else on a screen.
  private static final int WIDTH = 100;

  private final Loaded loaded;
  private final GatewayConfig config;
  private final GatewayPlan plan;
  private final Optional<CallerLines> caller;
  private final ConditionLines conditions;

  Explanation(Loaded loaded) {
    this(loaded, Optional.empty());
  }

  /// @param caller whose call conditions are put to; empty where they are only shown
  Explanation(Loaded loaded, Optional<CallerLines> caller) {
    this.loaded = loaded;
    this.caller = caller;
    this.conditions = new ConditionLines(loaded.origin(), caller.map(CallerLines::call));
    this.config = loaded.config().gateway();
    this.plan = new GatewayPlan(config);
  }

  /// The lines that explain `model`; none if nothing answers for it.
  List<String> of(String model) {
    List<GatewayPlan.Match> matches = plan.routes(model);
    return matches.isEmpty() && config.discover() ? listed(model) : lines(model, matches);
  }

  /// The lines that say how people log in; none where nobody does.
  List<String> people() {
    Table table = new Table();
    loaded
        .config()
        .admin()
        .people()
        .ifPresent(oidc -> new PeopleLines(loaded.origin(), oidc).addTo(table));
    return table.lines(WIDTH);
  }

  /// All routes, each with its settings for a model that it answers for.
  Map<String, Table> all() {
    Map<String, Table> tables = new LinkedHashMap<>();
    plan.routes().forEach(route -> tables.put(route.name(), table(route)));
    return tables;
  }

  private Table table(RouteConfig route) {
    Table table = new Table();
    String set = loaded.origin().of("routes", route.name()).orElse("one for each provider");
    table.row("models", String.join(", ", route.models()), set);
    settings(table, route, route.models().getFirst());
    return table;
  }

  private List<String> lines(String model, List<GatewayPlan.Match> matches) {
    if (matches.isEmpty()) {
      return List.of();
    }
    Table table = new Table();
    table.row("model", model);
    caller.ifPresent(of -> of.addTo(table));
    if (!caller.map(CallerLines::mayAsk).orElse(true)) {
      table.row("", "not one of the caller's models: the call is refused with 403");
      return table.lines(WIDTH);
    }
    conditions.routes(table, matches);
    return conditions
        .chosen(matches)
        .map(match -> lines(table, match.route(), match.model()))
        .orElseGet(
            () -> {
              table.row("route", "none: no condition holds, and the call is refused with 403");
              return table.lines(WIDTH);
            });
  }

  private List<String> lines(Table table, RouteConfig route, String passedOn) {
    String set = loaded.origin().of("routes", route.name()).orElse("one for each provider");
    table.row("route", route.name(), set);
    if (!conditions.allows(route.name())) {
      table.row("", "not one of the key's: the call is refused with 403");
      return table.lines(WIDTH);
    }
    settings(table, route, passedOn);
    // Here alone, since a gateway that starts does not read the table of prices for its pages.
    table.row("prices", "dollars for a million tokens");
    new PriceLines(loaded, route, passedOn).addTo(table);
    return table.lines(WIDTH);
  }

  private void settings(Table table, RouteConfig route, String passedOn) {
    table.row("targets");
    new TargetLines(loaded, route, passedOn, conditions).addTo(table);
    table.row("limits");
    new QuotaLines(loaded, route, passedOn).addTo(table);
    table.row("queue");
    new QueueLines(loaded, route).addTo(table);
    table.row("timeouts");
    new TimeoutLines(loaded.origin(), route, passedOn, this::type).addTo(table);
    new BreakerLines(loaded.origin(), route).addTo(table);
    new ReuseLines(loaded.origin(), route).addTo(table);
    new BatchLines(loaded.origin(), route, loaded.config().gateway().providers()).addTo(table);
    new ChoiceLines(loaded.origin(), route).addTo(table);
    String stream = route.policy().upstreamStream().configName();
    table.row("upstream_stream", stream, set(route, "upstream_stream"));
    CommitConfig commit = route.policy().commit();
    if (!commit.isOff()) {
      String hold = commit.hold().map(Durations::show).orElse("complete");
      table.row("commit", hold + ", " + Sizes.show(commit.max()), set(route, "commit"));
    }
  }

  private String set(RouteConfig route, String key) {
    return loaded.origin().ofRoute(route, key).orElse("default");
  }

  private String type(String provider) {
    return config.providers().stream()
        .filter(known -> known.name().equals(provider))
        .map(known -> known.type().configName())
        .findFirst()
        .orElse("");
  }

  private List<String> listed(String model) {
    String names =
        config.providers().stream().map(ProviderConfig::name).collect(Collectors.joining(", "));
    Table table = new Table();
    table.row("model", model);
    table.row("route", "the first provider that lists it: " + names);
    return table.lines(WIDTH);
  }
}
