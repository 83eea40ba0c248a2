package dev.sluice.report;

import dev.sluice.accounts.budget.Implausible;
import dev.sluice.accounts.budget.ImplausibleUnits;
import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.accounts.budget.UnaskedTiers;
import dev.sluice.report.history.Totals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// The figures and states of one target.
///
/// @param name `provider/model`
/// @param totals its calls and attempts in the window
/// @param routes the routes that have used it in the window
/// @param alone the routes that have no other target
/// @param circuits the state of its circuit by operation: `closed`, `half_open`, `open`
/// @param quotas its limits, of each credential
/// @param budgetLeft how many attempts may be repeated now, where that is known
/// @param aside which of its provider's credentials are set aside, for it or as a whole, by their
///   places from 1 on
/// @param keys how many credentials its provider has
/// @param implausible the usages that it has told since the start and that cannot be
/// @param units the units that it has told since the start and that no request allows
/// @param tier the dearer tier that it has told since the start and nobody has asked for
/// @param losses what was paid within the last hour for all targets, where most of what the gateway
///   has paid of it was for this one
public record TargetView(
    String name,
    Totals totals,
    Set<String> routes,
    Set<String> alone,
    Map<String, String> circuits,
    List<QuotaView> quotas,
    OptionalDouble budgetLeft,
    List<Integer> aside,
    int keys,
    Optional<Implausible.Told> implausible,
    Optional<ImplausibleUnits.Told> units,
    Optional<UnaskedTiers.Told> tier,
    Optional<RecentSpend.Sums> losses) {
  public TargetView {
    routes = Set.copyOf(routes);
    alone = Set.copyOf(alone);
    circuits = Map.copyOf(circuits);
    quotas = List.copyOf(quotas);
    aside = List.copyOf(aside);
  }

  /// The provider's configured name.
  public String provider() {
    return name.substring(0, Math.max(0, name.indexOf('/')));
  }

  /// The name of the model at its provider.
  public String model() {
    return name.substring(name.indexOf('/') + 1);
  }

  /// Whether a circuit of the target is open.
  boolean open() {
    return circuits.containsValue("open");
  }

  /// Whether no credential is left for the target: all that its provider has are set aside.
  boolean keyless() {
    return keys > 0 && aside.size() == keys;
  }

  /// Whether the target serves no calls now: a circuit is open, or no credential is left.
  boolean failing() {
    return open() || keyless();
  }

  /// Whether a circuit of the target tries it out, and the target is not failing.
  boolean onTrial() {
    return !failing() && circuits.containsValue("half_open");
  }

  /// The list that another target is added to, for messages: that of a route which has no other
  /// one, where there is such a route.
  String targets() {
    return Stream.of(alone, routes)
        .flatMap(of -> of.stream().sorted())
        .findFirst()
        .map(route -> "routes." + route + ".targets")
        .orElse("the targets of its route");
  }

  /// The section of a route for messages: the route's own where one alone uses the target.
  String section() {
    return routes.size() == 1 ? "routes." + routes.iterator().next() : "defaults";
  }
}
