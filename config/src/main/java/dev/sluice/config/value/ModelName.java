package dev.sluice.config.value;

import dev.sluice.config.ConfigNames;
import java.util.HashMap;
import java.util.Map;

/// The name that a route answers for: a model's name, a pattern that ends in `*`, or `*` alone.
/// Each in one route only, unless all of its routes but the last have a condition. Elsewhere a
/// model's name is one model's.
public final class ModelName {
  /// The last route that answers for a name, and whether only for some calls.
  private final Map<String, Answering> routes = new HashMap<>();

  private record Answering(String route, boolean conditional) {}

  /// Makes the type of the model names of one route.
  ///
  /// @param conditional whether the route has a condition, so that another one behind it may answer
  ///   for the same name
  public Type<String> in(String route, boolean conditional) {
    return text -> {
      check(text);
      int star = text.indexOf('*');
      if (star >= 0 && star < text.length() - 1) {
        throw new ConfigProblem(
            "may have a * at its end only", "write NAME*, PREFIX/* or *, or each name by itself");
      }
      Answering other = routes.put(text, new Answering(route, conditional));
      if (other != null && other.route().equals(route)) {
        throw new ConfigProblem("must stand once, and in one route only", "see routes." + route);
      }
      if (other != null && !other.conditional()) {
        throw new ConfigProblem(
            "must stand once, and in one route only",
            "see routes." + other.route() + ", or give that route a condition with `when`");
      }
      return text;
    };
  }

  /// The type of a model's name at its provider.
  public static final Type<String> AT_PROVIDER =
      text -> {
        check(text);
        if (text.indexOf('*') >= 0) {
          throw new ConfigProblem(
              "must be one model's name, without *", "patterns are for routes.NAME.models");
        }
        return text;
      };

  private static void check(String text) throws ConfigProblem {
    if (!ConfigNames.isModel(text)) {
      throw new ConfigProblem("must be a model's name: " + ConfigNames.MODEL);
    }
  }
}
