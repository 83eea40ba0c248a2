package dev.sluice.cli;

import dev.sluice.GatewayConfig;
import dev.sluice.RouteConfig;
import dev.sluice.call.Operation;
import dev.sluice.provider.Preset;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.route.Nearest;
import dev.sluice.route.TargetConfig;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Environment;
import dev.sluice.server.config.Place;
import dev.sluice.timeout.TimeoutConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is to be said of a model.
///
/// @param found whether some route answers for it
/// @param text lines for people
record Explanation(boolean found, String text) {

  /// By a file: each value with the place that says so.
  static Explanation of(String model, ConfigFile file) {
    GatewayConfig config = file.config().gateway();
    return matching(model, config)
        .map(route -> new Explanation(true, text(model, route, config, file::place)))
        .or(() -> passedOn(model, config))
        .orElseGet(() -> unknown(model, config));
  }

  /// By the environment.
  static Explanation of(String model, Environment environment) {
    GatewayConfig config = environment.config().gateway();
    return passedOn(model, config).orElseGet(() -> unknown(model, config));
  }

  private interface Places {
    Optional<Place> of(String... keys);
  }

  private static Optional<RouteConfig> matching(String model, GatewayConfig config) {
    record Hit(RouteConfig route, int rank) {}
    return config.routes().stream()
        .flatMap(route -> route.models().stream().map(name -> new Hit(route, rank(name, model))))
        .filter(hit -> hit.rank() >= 0)
        .max(Comparator.comparingInt(Hit::rank))
        .map(Hit::route);
  }

  /// How well `name` fits: exactly, by so long a prefix, or (negative) not at all.
  private static int rank(String name, String model) {
    if (name.equals(model)) {
      return Integer.MAX_VALUE;
    }
    String prefix = name.endsWith("*") ? name.substring(0, name.length() - 1) : model + "*";
    return model.startsWith(prefix) && model.length() > prefix.length() ? prefix.length() : -1;
  }

  private static Optional<Explanation> passedOn(String model, GatewayConfig config) {
    int slash = model.indexOf('/');
    return config.providers().stream()
        .filter(p -> config.discover() && slash > 0 && p.name().equals(model.substring(0, slash)))
        .findFirst()
        .map(
            provider ->
                new Explanation(
                    true,
                    "model " + model + "\nroute " + provider.name() + "/* (every provider has one)\n"
                        + "target " + provider.name() + "/" + model.substring(slash + 1)
                        + operations(provider) + "\n"
                        + timeouts(TimeoutConfig.defaults(), _ -> "default")));
  }

  private static String text(
      String model, RouteConfig route, GatewayConfig config, Places places) {
    var lines = new ArrayList<String>();
    lines.add("model " + model);
    lines.add("route " + route.name() + where(places.of("routes", route.name())));
    long weights = route.targets().stream().filter(t -> !t.fallback()).mapToLong(TargetConfig::weight).sum();
    for (TargetConfig target : route.targets()) {
      lines.add(target(target, weights, config));
    }
    lines.add(timeouts(route.timeout(), key -> source(route, key, places)));
    return String.join("\n", lines);
  }

  private static String target(TargetConfig target, long weights, GatewayConfig config) {
    ProviderConfig provider =
        config.providers().stream()
            .filter(p -> p.name().equals(target.provider()))
            .findFirst()
            .orElseThrow();
    String share =
        target.fallback() ? "fallback" : Math.round(100.0 * target.weight() / weights) + " %";
    return "target %s/%s  %s%s"
        .formatted(
            target.provider(), target.model().orElse("(the name asked for)"), share,
            operations(provider));
  }

  private static String operations(ProviderConfig provider) {
    return Preset.of(provider.type()).operations().stream()
        .sorted()
        .map(operation -> operation.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "  serves ", ""));
  }

  private static String timeouts(TimeoutConfig timeout, Function<String, String> source) {
    return String.join(
        "\n",
        List.of(
            line("connect", text(timeout.connect()), source),
            line("first_token", adaptive(timeout.firstToken(), TimeoutConfig.FIRST_TOKEN_CEILING), source),
            line("stall", adaptive(timeout.stall(), TimeoutConfig.STALL_CEILING), source),
            line("total", text(timeout.total()), source)));
  }

  private static String line(String key, String value, Function<String, String> source) {
    return "timeout %-12s %-22s %s".formatted(key, value, source.apply(key));
  }

  private static String source(RouteConfig route, String key, Places places) {
    return places
        .of("routes", route.name(), "timeout", key)
        .or(() -> places.of("defaults", "timeout", key))
        .map(Place::toString)
        .orElse("default");
  }

  private static String adaptive(Optional<Duration> fixed, Duration ceiling) {
    return fixed.map(Explanation::text).orElse("adaptive, up to " + text(ceiling));
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String where(Optional<Place> place) {
    return place.map(p -> "  " + p).orElse("");
  }

  private static Explanation unknown(String model, GatewayConfig config) {
    List<String> names =
        config.routes().stream()
            .flatMap(route -> route.models().stream())
            .filter(name -> !name.endsWith("*"))
            .toList();
    return new Explanation(
        false,
        "no route answers for the model `" + model + "`." + Nearest.hint(model, names));
  }
}
