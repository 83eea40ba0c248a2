package dev.sluice.config.file;

import dev.sluice.call.request.Operation;
import dev.sluice.config.Condition;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.value.ConditionText;
import dev.sluice.config.value.Counts;
import dev.sluice.config.value.ModelName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The reader of `routes`.
final class RouteReader {
  private static final int MAX_WEIGHT = 1_000_000;
  private static final int MAX_RANK = 100;
  private static final Type<Condition> WHEN = new ConditionText();
  private static final Type<Prefill> PREFILL = Types.oneOf(Prefill.class);

  private final Type<String> provider;
  private final RoutePolicy policy;
  private final ModelName models = new ModelName();

  /// @param providers the names that targets may refer to; none where that is reported already
  /// @param policy how the calls of a route are treated unless it says otherwise
  RouteReader(Set<String> providers, RoutePolicy policy) {
    this.provider = providers.isEmpty() ? Types.TEXT : Types.oneOf(names(providers));
    this.policy = policy;
  }

  Optional<RouteConfig> read(String name, Section in) {
    Name.check(name, in);
    List<String> answered = in.list("models", models.in(name, in.has("when")));
    Map<Operation, String> defaults = DefaultModels.read(in, answered);
    Set<String> targetNames = new HashSet<>();
    var ranks = new FallbackRanks(MAX_RANK);
    List<TargetConfig> targets = in.each("targets", target -> target(target, targetNames, ranks));
    Optional<Condition> when = in.get("when", WHEN);
    RoutePolicy read = PolicyReader.read(in, policy);
    RoutePolicy own = shadow(in, targets).map(read::with).orElse(read);
    if (!in.has("models")) {
      in.fail("has no models: add `models: [NAME]`, what clients ask for");
    }
    if (!in.has("targets")) {
      in.fail("has no targets: add `targets: [{provider: NAME}]`, where its calls go");
    }
    if (!targets.isEmpty() && targets.stream().allMatch(target -> target.rank() > 0)) {
      in.fail("targets", "are all fallback: at least one must serve while all is well");
    }
    return Optional.of(new RouteConfig(name, answered, defaults, targets, own, when));
  }

  /// Reads `shadow`. A copy is never sent to a target of the route itself.
  private Optional<RoutePolicy.Shadow> shadow(Section in, List<TargetConfig> targets) {
    return in.has("shadow")
        ? in.in("shadow", section -> readShadow(section, targets))
        : Optional.empty();
  }

  private Optional<RoutePolicy.Shadow> readShadow(Section in, List<TargetConfig> targets) {
    Optional<String> at = in.need("provider", provider, "add `provider: NAME`, one of providers");
    Optional<String> model = in.get("model", ModelName.AT_PROVIDER);
    double share = in.need("share", Types.PERCENT, "add `share: 5%`").orElse(1.0);
    if (share == 0) {
      in.fail("share", "is 0%, so that nothing would be copied: raise it, or remove `shadow`");
    }
    boolean own =
        targets.stream()
            .anyMatch(t -> at.filter(t.provider()::equals).isPresent() && t.model().equals(model));
    if (own) {
      in.fail(
          "names a target of its own route: name another model, since copies use up its limits");
    }
    return share == 0 || own
        ? Optional.empty()
        : at.map(name -> new RoutePolicy.Shadow(name, model, share));
  }

  /// Reads one target of a route.
  ///
  /// @param targetNames the names of the targets before it
  private Optional<TargetConfig> target(Section in, Set<String> targetNames, FallbackRanks ranks) {
    Optional<String> at = in.need("provider", provider, "add `provider: NAME`, one of providers");
    Optional<String> model = in.get("model", ModelName.AT_PROVIDER);
    int weight = in.get("weight", Types.integer(1, MAX_WEIGHT), 1);
    int rank = in.get("fallback", ranks, 0);
    OptionalLong context =
        in.get("context", Counts.COUNT).map(OptionalLong::of).orElse(OptionalLong.empty());
    Optional<Prefill> prefill = in.get("prefill", PREFILL);
    Optional<Condition> when = in.get("when", WHEN);
    if (at.isPresent() && !targetNames.add(at.get() + model.map(name -> "/" + name).orElse(""))) {
      in.fail(
          "repeats a target of its route, which cannot stand in for itself: remove one of them");
    }
    return at.map(name -> new TargetConfig(name, model, weight, rank, context, prefill, when));
  }

  private static Map<String, String> names(Set<String> names) {
    Map<String, String> same = new LinkedHashMap<>();
    names.forEach(name -> same.put(name, name));
    return same;
  }
}
