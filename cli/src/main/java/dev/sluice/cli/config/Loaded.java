package dev.sluice.cli.config;

import dev.sluice.GatewayPlan;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.file.Environment;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Problem;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A configuration, and where each part of it comes from.
///
/// @param config what it says
/// @param notes what its author should know, a sentence each
/// @param file its name; empty where it is made of the environment
/// @param origin finds the place of what stands under some keys
public record Loaded(
    SluiceConfig config, List<String> notes, Optional<String> file, Origin origin) {

  /// The source of the value under some keys.
  @FunctionalInterface
  public interface Origin {

    /// A file's name and line or a variable's name; empty for a default.
    Optional<String> of(String... keys);

    /// The place of a route's setting: its own, or that of the file's defaults.
    default Optional<String> ofRoute(RouteConfig route, String... keys) {
      Stream<String> own = Stream.concat(Stream.of("routes", route.name()), Stream.of(keys));
      Stream<String> usual = Stream.concat(Stream.of("defaults"), Stream.of(keys));
      return of(own.toArray(String[]::new)).or(() -> of(usual.toArray(String[]::new)));
    }
  }

  /// Reads `file`, or the environment where there is none.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException if the file is not in order
  /// @throws CannotStart if there is nothing to read
  public static Loaded from(Optional<String> file, Map<String, String> env) throws CannotStart {
    return file.isPresent() ? file(file.get(), env) : environment(env);
  }

  private static Loaded file(String name, Map<String, String> env) {
    return of(name, ConfigFile.load(name, env), env);
  }

  /// Reads a file again.
  ///
  /// @param reads notified of each file before it is read
  /// @throws dev.sluice.config.yaml.ConfigException if the file is not in order
  public static Loaded again(String name, Map<String, String> env, Consumer<Path> reads) {
    return of(name, ConfigFile.reload(name, env, reads), env);
  }

  private static Loaded of(String name, ConfigFile file, Map<String, String> env) {
    return new Loaded(
        file.config(),
        Stream.of(
                plainKeys(file.config().server().keys()),
                unproven(file.config()),
                file.doc().notes().stream().map(Problem::toString).toList(),
                Variables.notes(env, file.doc().variables()))
            .flatMap(List::stream)
            .toList(),
        Optional.of(name),
        keys -> file.position(keys).map(Loaded::line));
  }

  /// The restrictions of plain keys, where there are any.
  private static List<String> plainKeys(List<ClientKey> keys) {
    String plain =
        keys.stream()
            .filter(ClientKey::plain)
            .map(key -> key.client().name())
            .collect(Collectors.joining(", "));
    return plain.isEmpty()
        ? List.of()
        : List.of(
            "server.keys without a name ("
                + plain
                + "): each is a tenant of its own, and their calls' x-sluice-tenant and"
                + " x-sluice-priority: critical are ignored; {name, key, team, priority} allows"
                + " more");
  }

  /// The providers whose stored responses no key may use, where clients have keys.
  private static List<String> unproven(SluiceConfig config) {
    boolean keys = !config.server().keys().isEmpty() || config.store().isPresent();
    String weak =
        config.gateway().providers().stream()
            .filter(provider -> keys && GatewayPlan.isUnproven(provider))
            .map(ProviderConfig::name)
            .collect(Collectors.joining(", "));
    return weak.isEmpty()
        ? List.of()
        : List.of(
            "providers without a `key` of at least 16 characters ("
                + weak
                + "): nothing proves whose their stored responses are, so these are 404 to keys;"
                + " a key of at least 32 random characters, which a server that asks for none"
                + " ignores, allows them");
  }

  private static String line(FilePosition position) {
    return position.file() + ":" + position.line();
  }

  private static Loaded environment(Map<String, String> env) throws CannotStart {
    Environment environment = Environment.of(env);
    if (environment.found().isEmpty()) {
      throw nothing(environment);
    }
    Map<String, Environment.Found> byName = new HashMap<>();
    environment.found().forEach(found -> byName.put(found.provider().name(), found));
    Origin origin =
        keys ->
            keys[0].equals("providers")
                ? Optional.ofNullable(byName.get(keys[1])).flatMap(found -> variable(found, keys))
                : Optional.empty();
    List<String> notes =
        Stream.concat(environment.leftOut().stream(), Variables.notes(env, Set.of()).stream())
            .toList();
    SluiceConfig config =
        new SluiceConfig(ServerConfig.defaults(), AdminConfig.defaults(), environment.config());
    return new Loaded(config, notes, Optional.empty(), origin);
  }

  private static Optional<String> variable(Environment.Found found, String... keys) {
    boolean address = keys.length > 2 && keys[2].equals("url");
    return address ? found.urlVariable() : Optional.of(found.variable());
  }

  private static CannotStart nothing(Environment environment) {
    return new CannotStart(
        "no configuration, and no provider's key in the environment: name a file, put sluice.yaml"
            + " into this folder, or set one of "
            + String.join(", ", Environment.variables())
            + String.join("", environment.leftOut().stream().map(why -> "; " + why).toList()));
  }
}
