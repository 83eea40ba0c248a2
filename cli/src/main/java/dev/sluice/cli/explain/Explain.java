package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.config.GatewayConfig;
import dev.sluice.internal.route.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain`: the path of a call for a model.
@Command(
    name = "explain",
    description =
        "Shows the route of a model, its targets, limits and timeouts, and where each is set.")
public final class Explain implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "The model as a client names it.")
  private String model = "";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; without it, every known key in the environment counts.")
  private Optional<String> file = Optional.empty();

  public Explain(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    Loaded loaded = Loaded.from(file, console.env());
    List<String> lines = new Explanation(loaded).of(model);
    if (!lines.isEmpty()) {
      lines.forEach(console.out()::println);
      return ExitCode.DONE;
    }
    console
        .out()
        .println("no route answers for '" + model + "'" + nearest(loaded.config().gateway()));
    return ExitCode.CHECK_FAILED;
  }

  private String nearest(GatewayConfig config) {
    Stream<String> names = config.routes().stream().flatMap(route -> route.models().stream());
    List<String> near = Nearest.of(model, names.toList());
    return near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
  }
}
