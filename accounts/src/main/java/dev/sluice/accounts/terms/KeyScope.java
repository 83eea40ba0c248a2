package dev.sluice.accounts.terms;

import dev.sluice.call.request.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The models, routes and operations that a key may call. An empty list or set allows all, but for
/// pass-throughs: they lead to what an account holds, whoever has put it there, and are allowed by
/// name alone.
///
/// @param models patterns of models' names, as callers ask for them; `*` stands for any characters;
///   at most [#MOST]
/// @param routes patterns of routes' names; as many
/// @param operations what may be asked
/// @param resources which of what the gateway keeps may be asked for
/// @param passThroughs the names of the pass-throughs that may be asked, whatever the models and
///   the routes are; `*` for all
/// @param unread what else may be asked in another version of this program, and not here
public record KeyScope(
    List<String> models,
    List<String> routes,
    Set<Operation> operations,
    Set<ResourceScope> resources,
    Set<String> passThroughs,
    Set<String> unread) {
  private static final String ANY = "*";

  /// How many patterns there may be: each call is compared with them.
  public static final int MOST = 256;

  private static final Pattern FORM = Pattern.compile("[!-+--~]{1,128}");

  /// The scope of a key that may call every model.
  public static final KeyScope ALL = new KeyScope(List.of(), List.of(), Set.of());

  /// The scope of a client that needs no key.
  static final KeyScope OPEN =
      new KeyScope(
          List.of(),
          List.of(),
          EnumSet.allOf(Operation.class),
          EnumSet.allOf(ResourceScope.class),
          Set.of(ANY),
          Set.of());

  /// The scope of a key that may ask for no pass-through.
  public KeyScope(List<String> models, List<String> routes, Set<Operation> operations) {
    this(models, routes, operations, Set.of(), Set.of(), Set.of());
  }

  /// The scope of a key that may ask for what these words say.
  public KeyScope(List<String> models, List<String> routes, AskedWords asked) {
    this(
        models,
        routes,
        asked.operations(),
        asked.resources(),
        asked.passThroughs(),
        asked.unread());
  }

  public KeyScope {
    models = List.copyOf(models);
    routes = List.copyOf(routes);
    operations = Set.copyOf(operations);
    resources = Set.copyOf(resources);
    passThroughs = Set.copyOf(passThroughs);
    unread = Set.copyOf(unread);
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

  /// Whether an operation may be asked. A list of pass-throughs alone has none, and neither has one
  /// of which nothing is known here.
  public boolean allows(Operation operation) {
    return allowsAllOperations() || operations.contains(operation);
  }

  /// Whether what the gateway keeps may be asked for.
  public boolean allows(ResourceScope what) {
    return allowsAllOperations() || resources.contains(what);
  }

  /// Whether all operations may be asked, and so no pass-through.
  private boolean allowsAllOperations() {
    return operations.isEmpty()
        && resources.isEmpty()
        && passThroughs.isEmpty()
        && unread.isEmpty();
  }

  /// Returns this scope for other models.
  public KeyScope of(List<String> others) {
    return new KeyScope(others, routes, operations, resources, passThroughs, unread);
  }

  public boolean allowsPassThrough(String name) {
    return passThroughs.contains(name) || passThroughs.contains(ANY);
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

  /// Whether the operations and the pass-throughs of another scope are all allowed here. All
  /// operations are held by a scope of all alone, which holds no pass-through.
  public boolean holdsOperations(KeyScope other) {
    if (allowsAllOperations()) {
      return other.passThroughs.isEmpty();
    }
    return !other.allowsAllOperations()
        && operations.containsAll(other.operations)
        && resources.containsAll(other.resources)
        && other.passThroughs.stream().allMatch(this::allowsPassThrough)
        && unread.containsAll(other.unread);
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
