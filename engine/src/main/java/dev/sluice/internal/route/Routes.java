package dev.sluice.internal.route;

import dev.sluice.call.request.Operation;
import dev.sluice.config.ConfigNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The routes by the models that they answer for: an exact name wins over a pattern, a longer
/// pattern over a shorter one, `prefix*` matches names that begin so, and `*` any name. Of several
/// routes with the same name or pattern the first one counts that admits the call. Immutable.
public final class Routes {
  private final Map<String, List<Route>> exact;
  private final List<Pattern> patterns;
  private final List<Route> configured;

  private Routes(
      Map<String, List<Route>> exact, List<Pattern> patterns, Collection<Route> configured) {
    this.exact = Map.copyOf(exact);
    this.configured = List.copyOf(configured);
    this.patterns =
        patterns.stream()
            .sorted(Comparator.comparingInt((Pattern p) -> p.prefix.length()).reversed())
            .toList();
  }

  /// The route and model that a name has led to.
  ///
  /// @param model the name to pass on: without the pattern's prefix, where a pattern has matched
  public record Match(Route route, String model) {}

  /// Matches names that begin with `prefix`. A prefix that ends in a slash is the route's own name
  /// space: it is cut off, and something must be left of the name.
  private record Pattern(String prefix, Route route) {
    boolean matches(String model) {
      return model.startsWith(prefix) && (model.length() > prefix.length() || !isSpace());
    }

    Match match(String model) {
      return new Match(route, isSpace() ? model.substring(prefix.length()) : model);
    }

    /// Whether the prefix is the route's own name space, and cut off.
    boolean isSpace() {
      return prefix.isEmpty() || prefix.endsWith("/");
    }
  }

  /// Makes the lookup of routes by what they answer for.
  ///
  /// @param routes each route with the names and patterns that it answers for, as configured
  public static Routes of(Map<Route, List<String>> routes) {
    var exact = new HashMap<String, List<Route>>();
    var patterns = new ArrayList<Pattern>();
    routes.forEach(
        (route, models) ->
            models.forEach(
                model -> {
                  if (model.endsWith("*")) {
                    patterns.add(new Pattern(model.substring(0, model.length() - 1), route));
                  } else {
                    exact.computeIfAbsent(model, _ -> new ArrayList<>()).add(route);
                  }
                }));
    return new Routes(exact, patterns, routes.keySet());
  }

  /// Returns the route for `model`; of several the first. Empty when none answers for it.
  public Optional<Match> find(String model) {
    return find(model, _ -> true);
  }

  /// Returns the route for `model` of a call; empty when none answers for it, or admits it.
  ///
  /// @param admits whether a route answers the call
  public Optional<Match> find(String model, Predicate<Route> admits) {
    List<Route> named = exact.get(model);
    if (named != null) {
      for (Route route : named) {
        if (admits.test(route)) {
          return Optional.of(new Match(route, model));
        }
      }
    }
    for (Pattern pattern : patterns) {
      if (pattern.matches(model) && admits.test(pattern.route())) {
        return Optional.of(pattern.match(model));
      }
    }
    return Optional.empty();
  }

  /// Returns all routes that may answer for `model`, in the order in which they are asked.
  public List<Match> all(String model) {
    var all = new ArrayList<Match>();
    exact.getOrDefault(model, List.of()).forEach(route -> all.add(new Match(route, model)));
    patterns.stream().filter(p -> p.matches(model)).forEach(p -> all.add(p.match(model)));
    return all;
  }

  /// Returns the routes of which one answers for `model`, whatever a call is like: those with a
  /// condition of their own, and the first without, behind which none is asked.
  public List<Match> possible(String model) {
    var possible = new ArrayList<Match>();
    for (Match match : all(model)) {
      possible.add(match);
      if (match.route().conditions().route().isEmpty()) {
        break;
      }
    }
    return possible;
  }

  /// Whether any route has conditions.
  public boolean isConditional() {
    return configured.stream().anyMatch(route -> !route.conditions().isNone());
  }

  /// Returns the route for a call that asks for no model: the first one with a default model for
  /// the operation, which is looked up as if the call had asked for it; else the first one that
  /// passes names on to a provider that can be asked for the operation, which then has a default of
  /// its own.
  ///
  /// @param admits whether a route answers the call
  public Optional<Match> unnamed(Operation operation, Predicate<Route> admits) {
    Optional<Match> byDefault =
        configured.stream()
            .flatMap(route -> route.naming().defaultFor(operation).stream())
            .findFirst()
            .flatMap(model -> find(model, admits));
    return byDefault.isPresent()
        ? byDefault
        : configured.stream()
            .filter(route -> route.naming().passesUnnamed(operation) && admits.test(route))
            .findFirst()
            .map(route -> new Match(route, ""));
  }

  /// Whether a call for `model`, as `provider` lists it, may reach that model there.
  public boolean reaches(String provider, String model) {
    return find(model).filter(at -> at.route().naming().mayReach(provider)).isPresent();
  }

  /// Returns the names with a prefix in front under which `provider` is asked for `model`.
  public List<String> prefixed(String provider, String model) {
    return patterns.stream()
        .filter(pattern -> pattern.isSpace() && pattern.route.naming().passesTo(provider))
        .map(pattern -> pattern.prefix + model)
        .toList();
  }

  /// Returns the exact names of models, sorted.
  public List<String> names() {
    return exact.keySet().stream()
        .filter(name -> !ConfigNames.isPassThrough(name))
        .sorted()
        .toList();
  }
}
