package dev.sluice.accounts.terms;

import dev.sluice.call.request.Operation;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The models, routes and operations that a key may call. An empty list or set allows all.
///
/// @param models patterns of models' names, as callers ask for them; `*` stands for any characters;
///   at most [#MOST]
/// @param routes patterns of routes' names; as many
/// @param operations what may be asked
public record KeyScope(List<String> models, List<String> routes, Set<Operation> operations) {
  /// How many patterns there may be: each call is compared with them.
  public static final int MOST = 256;

  private static final Pattern FORM = Pattern.compile("[!-+--~]{1,128}");

  /// The scope of a key that may call everything.
  public static final KeyScope ALL = new KeyScope(List.of(), List.of(), Set.of());

  public KeyScope {
    models = List.copyOf(models);
    routes = List.copyOf(routes);
    operations = Set.copyOf(operations);
    checkCount("models", models);
    checkCount("routes", routes);
    models.forEach(KeyScope::check);
    routes.forEach(KeyScope::check);
  }

  private static void checkCount(String what, List<String> patterns) {
    if (patterns.size() > MOST) {
      throw new IllegalArgumentException(
          "%s must be at most %d patterns, of which * may stand for many names; it is %d"
              .formatted(what, MOST, patterns.size()));
    }
  }

  private static void check(String pattern) {
    if (!FORM.matcher(pattern).matches()) {
      throw new IllegalArgumentException(
          "a pattern must be 1 to 128 visible ASCII characters without a comma; it is " + pattern);
    }
  }

  public boolean allowsModel(String model) {
    return allows(models, model);
  }

  public boolean allowsRoute(String route) {
    return allows(routes, route);
  }

  public boolean allows(Operation operation) {
    return operations.isEmpty() || operations.contains(operation);
  }

  /// Whether the models of another scope are all allowed here. What matches a pattern that is
  /// itself matched, as it is written, is matched too: a star stands for what is in the other's
  /// place.
  public boolean holdsModels(KeyScope other) {
    return holds(models, other.models);
  }

  /// Whether the routes of another scope are all allowed here.
  public boolean holdsRoutes(KeyScope other) {
    return holds(routes, other.routes);
  }

  private static boolean holds(List<String> most, List<String> patterns) {
    return most.isEmpty()
        || (!patterns.isEmpty() && patterns.stream().allMatch(one -> allows(most, one)));
  }

  private static boolean allows(List<String> patterns, String name) {
    for (String pattern : patterns) {
      if (NamePattern.matches(pattern, name)) {
        return true;
      }
    }
    return patterns.isEmpty();
  }
}
