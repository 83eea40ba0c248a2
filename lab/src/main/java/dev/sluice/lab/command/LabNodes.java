package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.ledger.NodesMoney;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.nodes.NodesLab;
import dev.sluice.lab.nodes.NodesOptions;
import dev.sluice.lab.nodes.real.RealNodes;
import dev.sluice.lab.nodes.real.RealOptions;
import dev.sluice.lab.nodes.real.RealTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab nodes`: gateways that share one quota through Redis.
@Command(
    name = "nodes",
    description =
        "Plays gateways that share one quota through Redis while nodes and Redis fail: in virtual"
            + " time, or with real processes.")
final class LabNodes extends Experiment {
  private static final List<String> NONE = List.of("none");

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each scene is played (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--quota",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "Tokens a minute, in scenes that do not compare quotas (${DEFAULT-VALUE}).")
  private long quota;

  @Option(
      names = "--only",
      paramLabel = "SCENE",
      split = ",",
      description = "Plays these scenes alone.")
  private List<String> only = List.of();

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page there too.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--history",
      paramLabel = "FOLDER",
      description = "Writes the history of each run there, for a judge.")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--real",
      description =
          "Instead plays gateways, a provider and Redis in processes of their own; needs"
              + " redis-server and redis-cli.")
  private boolean real;

  @Option(
      names = "--redis",
      paramLabel = "FORM",
      split = ",",
      defaultValue = "single,tls,sentinel,cluster",
      description =
          "With --real: the forms of Redis (${DEFAULT-VALUE}); valkey needs"
              + " valkey-server, none leaves them out.")
  private List<String> forms = List.of();

  @Option(
      names = "--trouble",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = LabAdmit.Time.class,
      description = "With --real: how long each trouble lasts (${DEFAULT-VALUE}).")
  private Duration trouble = Duration.ZERO;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = LabAdmit.Time.class,
      description = "With --real: how long it is watched after that (${DEFAULT-VALUE}).")
  private Duration after = Duration.ZERO;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "With --real: the JDBC URL of an empty PostgreSQL database; then a budget of four"
              + " gateways and changes of keys, people, teams and configurations are tried, too.")
  private Optional<String> url = Optional.empty();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    return real ? runReal(console) : NodesLab.run(options(), console.out(), console.progress());
  }

  private int runReal(Console console) throws IOException, InterruptedException {
    GatewayProgram program = GatewayProgram.likeThisProcess();
    var options = new RealOptions(forms.equals(NONE) ? List.of() : forms, trouble, after);
    var table = new RealTable(console.out());
    boolean holds = RealNodes.run(options, program, table);
    if (url.isPresent()) {
      holds &= NodesMoney.run(program, url.get(), table::line);
    }
    if (html.isPresent()) {
      Files.writeString(html.get(), table.page());
    }
    return holds ? 0 : 1;
  }

  private NodesOptions options() {
    return new NodesOptions(seeds, quota, only, html, history);
  }
}
