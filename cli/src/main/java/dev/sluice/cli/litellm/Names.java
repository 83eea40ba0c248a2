package dev.sluice.cli.litellm;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Names of routes and providers: each may be used for one only, and has letters, digits, dots,
/// dashes and underscores alone.
final class Names {
  private static final int LONGEST = 56;

  private final Set<String> used = new HashSet<>();
  private final Map<String, String> byModel = new LinkedHashMap<>();

  /// The name of the route that answers for `model`, which is always the same.
  String route(String model) {
    return byModel.computeIfAbsent(model, name -> unused(name.equals("*") ? "any" : name));
  }

  /// Notes that something has a name already.
  void take(String name) {
    used.add(name);
  }

  /// A name like `wish` that nothing has yet.
  String unused(String wish) {
    String plain = wish.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
    String stem = plain.isEmpty() ? "model" : plain.substring(0, Math.min(plain.length(), LONGEST));
    String name = stem;
    for (int i = 2; !used.add(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }
}
