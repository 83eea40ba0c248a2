package dev.sluice.cli.explain;

import dev.sluice.GatewayPlan;
import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The targets of a route: the model of each, its weight, and the operations that it serves.
///
/// @param model the name that targets without one of their own pass on
/// @param conditions what the conditions of targets say
record TargetLines(Loaded loaded, RouteConfig route, String model, ConditionLines conditions) {

  void addTo(Table table) {
    List<TargetConfig> targets = route.targets();
    for (int i = 0; i < targets.size(); i++) {
      TargetConfig target = targets.get(i);
      String name = "  " + target.provider() + "/" + target.model().orElse(model);
      String origin = origin(target, String.valueOf(i));
      table.row(name, share(target), origin);
      conditions.target(target).ifPresent(says -> table.row("    condition", says));
      operations(table, target.provider());
    }
  }

  private String origin(TargetConfig target, String index) {
    return loaded
        .origin()
        .of("routes", route.name(), "targets", index)
        .or(() -> loaded.origin().of("providers", target.provider()))
        .orElse("default");
  }

  private String share(TargetConfig target) {
    String percent = Table.percent(part(target));
    String window = target.context().isPresent() ? ", context " + target.context().getAsLong() : "";
    if (target.rank() == 0) {
      return percent + window;
    }
    return "fallback " + target.rank() + (percent.equals("100%") ? "" : ", " + percent) + window;
  }

  /// Returns the share of a target among the targets of its rank.
  private double part(TargetConfig target) {
    long all =
        route.targets().stream()
            .filter(other -> other.rank() == target.rank())
            .mapToLong(TargetConfig::weight)
            .sum();
    return (double) target.weight() / all;
  }

  private void operations(Table table, String name) {
    loaded.config().gateway().providers().stream()
        .filter(config -> config.name().equals(name))
        .forEach(provider -> operations(table, provider));
  }

  private void operations(Table table, ProviderConfig provider) {
    table.row("    serves", names(Preset.of(provider).operations()));
    String translated = names(GatewayPlan.translated(provider));
    if (!translated.isEmpty()) {
      table.row("    by translation", translated);
    }
    new WayOutLines(loaded.origin(), provider).addIfAny(table);
  }

  private static String names(Set<Operation> operations) {
    return operations.stream().sorted().map(EnumWords::of).collect(Collectors.joining(", "));
  }
}
