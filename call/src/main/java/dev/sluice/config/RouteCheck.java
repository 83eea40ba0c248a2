package dev.sluice.config;

import dev.sluice.call.text.Nearest;
import dev.sluice.config.policy.RoutePolicy.Shadow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The check of one route: its models, its targets and its shadow.
final class RouteCheck {
  private final RouteConfig route;
  private final Set<String> providers;
  private final List<String> problems = new ArrayList<>();

  /// @param providers the names of the providers that there are
  RouteCheck(RouteConfig route, Set<String> providers) {
    this.route = route;
    this.providers = providers;
  }

  /// What is wrong with the route, each to be read after its name.
  List<String> problems() {
    models();
    defaults();
    targets();
    route.policy().shadow().ifPresent(this::shadow);
    return problems;
  }

  private void models() {
    if (route.models().isEmpty()) {
      problems.add("has no models: add the names that it answers for, or `*` for any");
    }
    for (String model : route.models()) {
      int star = model.indexOf('*');
      if (!ConfigNames.isModel(model)) {
        problems.add("has a model whose name is not " + ConfigNames.MODEL);
      } else if (star >= 0 && star < model.length() - 1) {
        problems.add(
            "has the model `%s`, which may have a * at its end only: write NAME*, PREFIX/* or *, or"
                    .formatted(model)
                + " each name by itself");
      }
    }
  }

  private void defaults() {
    for (String model : new TreeSet<>(route.defaults().values())) {
      if (model.endsWith("*") || route.models().stream().noneMatch(of -> answers(of, model))) {
        problems.add(
            "has the default model `%s`, for which it does not answer: add it to its models"
                .formatted(model));
      }
    }
  }

  private static boolean answers(String pattern, String model) {
    return pattern.endsWith("*")
        ? model.length() >= pattern.length()
            && model.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(model);
  }

  private void targets() {
    if (route.targets().isEmpty()) {
      problems.add("has no targets: add where its calls go, such as a target at a provider");
    } else if (route.targets().stream().allMatch(target -> target.rank() > 0)) {
      problems.add("has fallbacks alone: at least one target must serve while all is well");
    }
    Set<String> names = new HashSet<>();
    for (TargetConfig target : route.targets()) {
      if (!target.model().map(RouteCheck::isOne).orElse(true)) {
        problems.add(
            "has a target whose model is not one model's name, " + ConfigNames.MODEL + " or *");
      } else if (!names.add(target.name())) {
        problems.add(
            "has the target `%s` twice, which cannot stand in for itself: remove one of them"
                .formatted(target.name()));
      } else if (!providers.contains(target.provider())) {
        problems.add("has a target that " + unknown(target.provider(), providers));
      }
    }
  }

  private static boolean isOne(String model) {
    return ConfigNames.isModel(model) && model.indexOf('*') < 0;
  }

  private void shadow(Shadow shadow) {
    if (!providers.contains(shadow.provider())) {
      problems.add("has a shadow that " + unknown(shadow.provider(), providers));
    }
    if (route.targets().stream().anyMatch(target -> isOf(target, shadow))) {
      problems.add(
          "has a shadow that is one of its targets: name another model, since copies use up its"
              + " limits");
    }
  }

  private static boolean isOf(TargetConfig target, Shadow shadow) {
    return target.provider().equals(shadow.provider()) && target.model().equals(shadow.model());
  }

  /// Says that there is no provider of a name, and which there are.
  ///
  /// @param name not shown where it cannot be one
  static String unknown(String name, Set<String> providers) {
    String shown = ConfigNames.isPlain(name) ? "`" + name + "`" : "with such a name";
    List<String> near = Nearest.of(name, providers);
    Optional<String> meant =
        near.isEmpty() ? Optional.empty() : Optional.of("did you mean `" + near.getFirst() + "`?");
    String known = providers.isEmpty() ? "none" : String.join(", ", new TreeSet<>(providers));
    return "names the provider %s, and there is none: %s"
        .formatted(shown, meant.orElse("there are " + known));
  }
}
