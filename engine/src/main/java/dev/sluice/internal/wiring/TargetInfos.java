package dev.sluice.internal.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.ModelInfo;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.TargetConfig;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.Routes;
import dev.sluice.provider.model.ListedInfo;
import dev.sluice.stats.ModelCatalogue.Answering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of the models of targets. Of several sources the nearest counts: the target's own
/// configuration, the operator's table of models, the provider's list, and the table that comes
/// with the gateway, as far as it has more than a rule for names that are newer. Immutable.
///
/// @param targets the targets of each route
/// @param own the operator's table; empty where there is none
/// @param builtIn the table that comes with the gateway, behind the operator's
record TargetInfos(
    Map<Route, List<TargetConfig>> targets, Optional<ModelTable> own, ModelTable builtIn) {

  /// @param models the operator's table as JSON; empty for none
  static TargetInfos of(Map<Route, List<TargetConfig>> targets, String models, ModelTable builtIn) {
    Optional<ModelTable> own =
        models.isEmpty() ? Optional.empty() : Optional.of(ModelTable.of(models.getBytes(UTF_8)));
    return new TargetInfos(Map.copyOf(targets), own, builtIn);
  }

  /// A target that passes names on to a provider.
  static TargetConfig passing(String provider) {
    return new TargetConfig(provider, Optional.empty(), 1, 0);
  }

  /// Returns the targets that routes lead to, each once.
  List<Answering> of(List<Routes.Match> matches, ModelLists lists) {
    var found = new ArrayList<Answering>();
    for (Routes.Match match : matches) {
      for (TargetConfig target : targets.getOrDefault(match.route(), List.of())) {
        String model = target.model().orElse(match.model());
        if (!ConfigNames.isPassThrough(model)) {
          found.add(new Answering(target.provider() + "/" + model, info(target, model, lists)));
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private ModelInfo info(TargetConfig target, String model, ModelLists lists) {
    ModelInfo configured = ModelInfo.sizes(target.context(), OptionalLong.empty());
    ModelInfo said = own.map(table -> sizes(table.facts(model))).orElse(ModelInfo.UNKNOWN);
    ModelInfo listed =
        Optional.ofNullable(lists.of(target.provider()).get(model))
            .flatMap(known -> known.json())
            .map(ListedInfo::of)
            .orElse(ModelInfo.UNKNOWN);
    ModelFacts shipped = builtIn.facts(model);
    return configured
        .or(said)
        .or(listed)
        .or(shipped.context() > 0 ? sizes(shipped) : ModelInfo.UNKNOWN);
  }

  private static ModelInfo sizes(ModelFacts facts) {
    return ModelInfo.sizes(OptionalLong.of(facts.context()), OptionalLong.of(facts.maxOutput()));
  }
}
