package dev.sluice.config.value;

import dev.sluice.config.ConfigNames;
import java.util.HashMap;
import java.util.Map;

/// The name that a route answers for: a model's name, a pattern that ends in `*`, or `*` alone.
/// Each in one route only. Elsewhere a model's name is one model's.
public final class ModelName {
  private final Map<String, String> routes = new HashMap<>();

  /// Makes the type of the model names of one route.
  public Type<String> in(String route) {
    return text -> {
      check(text);
      int star = text.indexOf('*');
      if (star >= 0 && star < text.length() - 1) {
        throw new ConfigProblem(
            "may have a * at its end only", "write NAME*, PREFIX/* or *, or each name by itself");
      }
      String other = routes.putIfAbsent(text, route);
      if (other != null) {
        throw new ConfigProblem("must stand once, and in one route only", "see routes." + other);
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
