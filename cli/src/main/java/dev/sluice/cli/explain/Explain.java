package dev.sluice.cli.explain;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.Nearest;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.explain.Caller.Named;
import dev.sluice.config.GatewayConfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `explain`: the path of a call for a model.
@Command(
    name = "explain",
    description =
        "Shows the route of a model: targets, limits, timeouts, repeats, cache and prices, and"
            + " where each is set.")
public final class Explain implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigArgument config = new ConfigArgument();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The model as a client names it.")
  private String first = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The configuration, before or behind MODEL. Without one "
              + ConfigArgument.USUAL
              + " in this folder, else the keys in the environment.")
  private Optional<String> second = Optional.empty();

  @Option(
      names = "--people",
      description =
          "Shows how people log in and what their groups give them (auth.oidc), in the place of a"
              + " model.")
  private boolean people;

  @Option(
      names = "--as",
      paramLabel = "KEY",
      description =
          "Puts the conditions of routes, targets and limits to a call of this key: its name in"
              + " server.keys, or TEAM/NAME; with --claims an issuer of auth.jwt.")
  private Optional<String> as = Optional.empty();

  @Option(
      names = "--claims",
      paramLabel = "JSON",
      description =
          "The claims of a token of that issuer, or @FILE with them: shows what they would get,"
              + " as if the token were good.")
  private Optional<String> claims = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header of that call. May be repeated.")
  private List<String> headers = List.of();

  public Explain(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    if (people) {
      Optional<String> named = Optional.of(first).filter(file -> !file.isEmpty());
      return people(Loaded.from(config.file(named, console.env()), console.env()));
    }
    if (first.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Missing required parameter: 'MODEL', as a client names it, or --people");
    }
    boolean turned = second.isPresent() && isFile(first) && !isFile(second.get());
    String model = turned ? second.get() : first;
    Optional<String> named = turned ? Optional.of(first) : second;
    return explain(model, Loaded.from(config.file(named, console.env()), console.env()));
  }

  private static boolean isFile(String argument) {
    return argument.endsWith(".yaml") || argument.endsWith(".yml");
  }

  private int people(Loaded loaded) {
    List<String> lines = new Explanation(brief(loaded)).people();
    loaded.file().ifPresent(file -> console.err().println("configuration  " + file));
    lines.forEach(console.out()::println);
    if (lines.isEmpty()) {
      console.out().println("nobody logs in: the configuration has no auth.oidc");
    }
    return ExitCode.DONE;
  }

  private int explain(String model, Loaded loaded) throws CannotStart {
    Optional<CallerLines> caller = caller(model, loaded);
    loaded.file().ifPresent(file -> console.err().println("configuration  " + file));
    List<String> lines = new Explanation(brief(loaded), caller).of(model);
    if (!lines.isEmpty()) {
      lines.forEach(console.out()::println);
      return ExitCode.DONE;
    }
    String nearest = nearest(model, loaded.config().gateway());
    console.out().println("no route answers for '" + model + "'" + nearest);
    return ExitCode.CHECK_FAILED;
  }

  private Optional<CallerLines> caller(String model, Loaded loaded) throws CannotStart {
    if (as.isEmpty()) {
      checkNothingSaid();
      return Optional.empty();
    }
    Caller caller = Caller.of(loaded.config(), new Named(as.get(), claims, headers));
    return Optional.of(
        new CallerLines(
            caller, caller.call(model, Clock.SYSTEM.millis()), loaded.config().server().kept()));
  }

  private void checkNothingSaid() throws CannotStart {
    if (claims.isPresent() || !headers.isEmpty()) {
      throw new CannotStart(
          (claims.isPresent() ? "--claims" : "--header")
              + " says something of a call, and --as whose it is: add --as "
              + (claims.isPresent() ? "ISSUER" : "KEY"));
    }
  }

  /// Returns where each value is set, without the file's folder, which is said once.
  private static Loaded brief(Loaded loaded) {
    String folder = loaded.file().map(file -> file.replaceFirst("[^/]*$", "")).orElse("");
    Loaded.Origin origin =
        keys ->
            loaded
                .origin()
                .of(keys)
                .map(at -> at.startsWith(folder) ? at.substring(folder.length()) : at);
    return new Loaded(loaded.config(), loaded.notes(), loaded.file(), origin);
  }

  private static String nearest(String model, GatewayConfig config) {
    Stream<String> names = config.routes().stream().flatMap(route -> route.models().stream());
    List<String> near = Nearest.of(model, names.toList());
    return near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
  }
}
