package dev.sluice.internal.route;

import dev.sluice.call.request.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The handling of models' names by a route.
///
/// @param defaults the names that calls without a name are taken to ask for, by operation
/// @param passedTo the providers that get the names as they are, and what can be asked there
public record Naming(Map<Operation, String> defaults, Map<String, Set<Operation>> passedTo) {
  /// The naming of a route whose targets have names of their own.
  public static final Naming NONE = new Naming(Map.of(), Map.of());

  public Naming {
    defaults = Map.copyOf(defaults);
    passedTo = Map.copyOf(passedTo);
  }

  /// Returns the model of a call without a name.
  Optional<String> defaultFor(Operation operation) {
    return Optional.ofNullable(defaults.get(operation));
  }

  /// Whether a provider gets a call without a name as it is, and may have a default of its own.
  boolean passesUnnamed(Operation operation) {
    return passedTo.values().stream().anyMatch(asked -> asked.contains(operation));
  }

  /// Whether a model that `provider` lists is one of those that the route's calls may reach: the
  /// route passes names on to it, or to no provider, so that any name will do.
  boolean mayReach(String provider) {
    return passedTo.isEmpty() || passesTo(provider);
  }

  /// Whether `provider` gets models' names as they are.
  boolean passesTo(String provider) {
    return passedTo.containsKey(provider);
  }
}
