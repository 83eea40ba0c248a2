package dev.sluice.config;

import dev.sluice.config.provider.ProviderConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The check of what the records of a configuration say of each other, by the rules of the
/// configuration file. No message shows a secret, nor a name that may be a misplaced one.
final class ConfigCheck {
  private static final String ANY = "*";

  private final GatewayConfig config;
  private final Set<String> providers;
  private final List<String> problems = new ArrayList<>();

  private ConfigCheck(GatewayConfig config) {
    this.config = config;
    this.providers =
        config.providers().stream()
            .map(ProviderConfig::name)
            .filter(ConfigNames::isPlain)
            .collect(Collectors.toSet());
  }

  /// What is wrong with a configuration, a line each: of providers, then of routes, then the rest.
  static List<String> problems(GatewayConfig config) {
    var check = new ConfigCheck(config);
    check.whole();
    check.providers();
    check.routes();
    check.models();
    check.quotas();
    check.tenants();
    return check.problems;
  }

  private void whole() {
    if (config.providers().isEmpty()) {
      problems.add(
          "there are no providers: add one, such as `provider(\"openai\", ProviderType.OPENAI,"
              + " Secret.ofVariable(\"OPENAI_API_KEY\"))`");
    } else if (config.routes().isEmpty() && !config.discover()) {
      problems.add(
          "there are no routes, and models are not discovered, so that nothing can be called: add a"
              + " route, or discover the models that providers list");
    }
  }

  private void providers() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < config.providers().size(); i++) {
      ProviderConfig provider = config.providers().get(i);
      if (!ConfigNames.isPlain(provider.name())) {
        problems.add("provider " + (i + 1) + " of the list: its name must be " + ConfigNames.PLAIN);
      } else {
        named(provider, names.add(provider.name()));
      }
    }
  }

  private void named(ProviderConfig provider, boolean first) {
    String which = "provider `" + provider.name() + "`";
    if (!first) {
      problems.add(which + " is there twice: give each a name of its own");
    }
    ProviderCheck.problems(provider).forEach(what -> problems.add(which + " " + what));
  }

  private void routes() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < config.routes().size(); i++) {
      RouteConfig route = config.routes().get(i);
      if (!ConfigNames.isRoute(route.name())) {
        problems.add("route " + (i + 1) + " of the list: its name must be " + ConfigNames.PLAIN);
      } else {
        String which = "route `" + route.name() + "`";
        if (!names.add(route.name())) {
          problems.add(which + " is there twice: give each a name of its own");
        }
        new RouteCheck(route, providers)
            .problems()
            .forEach(what -> problems.add(which + " " + what));
      }
    }
  }

  private void models() {
    Map<String, RouteConfig> routes = new HashMap<>();
    for (RouteConfig route : config.routes()) {
      for (String model : route.models()) {
        RouteConfig other = routes.put(model, route);
        boolean again =
            other != null && (other.name().equals(route.name()) || other.when().isEmpty());
        if (again && ConfigNames.isModel(model)) {
          problems.add(
              "the model `%s` is that of route `%s` and of route `%s`: it may stand once, and in one"
                      .formatted(model, other.name(), route.name())
                  + " route only");
        }
      }
    }
  }

  private void quotas() {
    config.quotas().keySet().stream()
        .filter(name -> !providers.contains(name))
        .sorted()
        .forEach(name -> problems.add("a quota " + RouteCheck.unknown(name, providers)));
  }

  private void tenants() {
    config.tenants().keySet().stream()
        .filter(name -> !name.equals(ANY) && !ConfigNames.isTenant(name))
        .forEach(
            _ -> problems.add("the name of a tenant must be " + ConfigNames.TENANT + ", or `*`"));
  }
}
