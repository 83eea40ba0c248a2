package dev.sluice.server.config.reader;

import dev.sluice.accounts.price.ModelPattern;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.server.config.SluiceConfig;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of models that a configuration knows: exact ones, and `PREFIX*` where names pass.
///
/// @param asked what clients may ask for
/// @param sent what targets ask their providers for, by the provider's name
record ModelNames(Set<String> asked, Map<String, Set<String>> sent) {
  private static final String ANY = "*";

  static ModelNames of(SluiceConfig config) {
    Set<String> asked = new LinkedHashSet<>();
    Map<String, Set<String>> sent = new HashMap<>();
    if (config.gateway().discover()) {
      asked.add(ANY);
      config.gateway().providers().forEach(provider -> names(sent, provider.name()).add(ANY));
    }
    for (RouteConfig route : config.gateway().routes()) {
      asked.addAll(route.models());
      route.targets().forEach(target -> add(sent, target, route.models()));
      route
          .policy()
          .shadow()
          .ifPresent(
              shadow ->
                  names(sent, shadow.provider())
                      .addAll(shadow.model().map(List::of).orElse(passed(route.models()))));
    }
    return new ModelNames(asked, sent);
  }

  private static void add(Map<String, Set<String>> sent, TargetConfig target, List<String> models) {
    names(sent, target.provider()).addAll(target.model().map(List::of).orElse(passed(models)));
  }

  private static Set<String> names(Map<String, Set<String>> sent, String provider) {
    return sent.computeIfAbsent(provider, _ -> new LinkedHashSet<>());
  }

  /// The models that a target passes on; of `PREFIX/*` all that stands behind the prefix.
  private static List<String> passed(List<String> models) {
    return models.stream().map(model -> model.endsWith("/*") ? ANY : model).toList();
  }

  /// Whether a pattern, in which each `*` stands for any characters, may mean one of these names.
  static boolean anyMatches(String pattern, Set<String> names) {
    return names.stream().anyMatch(name -> overlap(pattern, name));
  }

  /// Whether some text is meant by both. Of `name` the last character alone may be a star.
  private static boolean overlap(String pattern, String name) {
    if (!name.endsWith(ANY)) {
      return new ModelPattern(pattern).matches(name);
    }
    String known = name.substring(0, name.length() - 1);
    int star = pattern.indexOf('*');
    String literal = star < 0 ? pattern : pattern.substring(0, star);
    return literal.startsWith(known) || (star >= 0 && known.startsWith(literal));
  }
}
