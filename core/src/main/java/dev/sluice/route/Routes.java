package dev.sluice.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the route of a model: an exact name wins over a pattern, a longer pattern over a shorter,
/// `prefix*` matches what begins so, and `*` any. Immutable.
public final class Routes {
  private final Map<String, Route> exact;
  private final List<Pattern> patterns;

  private Routes(Map<String, Route> exact, List<Pattern> patterns) {
    this.exact = Map.copyOf(exact);
    this.patterns =
        patterns.stream()
            .sorted(Comparator.comparingInt((Pattern p) -> p.prefix.length()).reversed())
            .toList();
  }

  /// What a model's name has led to.
  ///
  /// @param model the name to pass on: without the pattern's prefix, where a pattern has matched
  public record Match(Route route, String model) {}

  /// Names that begin with `prefix`. One that ends in a slash is the route's own name space: it is
  /// cut, and something must be left of the name.
  private record Pattern(String prefix, Route route) {
    boolean matches(String model) {
      return model.startsWith(prefix) && (model.length() > prefix.length() || !isCut());
    }

    Match match(String model) {
      return new Match(route, isCut() ? model.substring(prefix.length()) : model);
    }

    private boolean isCut() {
      return prefix.isEmpty() || prefix.endsWith("/");
    }
  }

  /// The routes, found by what they answer for.
  ///
  /// @param routes each with the names and patterns that it answers for, as configured
  public static Routes of(Map<Route, List<String>> routes) {
    var exact = new HashMap<String, Route>();
    var patterns = new ArrayList<Pattern>();
    routes.forEach(
        (route, models) ->
            models.forEach(
                model -> {
                  if (model.endsWith("*")) {
                    patterns.add(new Pattern(model.substring(0, model.length() - 1), route));
                  } else {
                    exact.putIfAbsent(model, route);
                  }
                }));
    return new Routes(exact, patterns);
  }

  /// The route for `model`; empty when none answers for it.
  public Optional<Match> find(String model) {
    Route named = exact.get(model);
    if (named != null) {
      return Optional.of(new Match(named, model));
    }
    for (Pattern pattern : patterns) {
      if (pattern.matches(model)) {
        return Optional.of(pattern.match(model));
      }
    }
    return Optional.empty();
  }

  /// The exact names.
  public List<String> names() {
    return exact.keySet().stream().sorted().toList();
  }
}
