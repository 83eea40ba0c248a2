package dev.sluice.cli.report;

import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.console.InterruptOnStop;
import dev.sluice.cli.console.TokenWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `report`: asks a running gateway how its calls go.
@Command(
    name = "report",
    description = {
      "Shows how the calls of a running gateway go: first in a sentence, then figures, targets,"
          + " and what to do.",
      "The admin listener's token, where it has one, is taken from SLUICE_ADMIN_TOKEN."
    })
public final class ReportCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  private final Console console;

  @Mixin private AdminUrl gateway = new AdminUrl();

  @Option(
      names = "--window",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "How far back to look, 5s to 24h, with a store to 31d (${DEFAULT-VALUE}).")
  private String window = "";

  @Option(
      names = "--watch",
      description = "Shows and writes it again every two seconds, until it is ended.")
  private boolean watch;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes it as an HTML document.")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--md", paramLabel = "FILE", description = "Writes it as Markdown.")
  private Optional<Path> md = Optional.empty();

  @Option(names = "--json", description = "Prints it as JSON.")
  private boolean json;

  @Option(names = "--check", description = "Exits with 1 if a target is missed; not with --watch.")
  private boolean check;

  public ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    var client =
        new AdminClient(
            gateway.find(console), AdminTls.of(console.env()), TokenWords.of(console.env()));
    if (watch) {
      return watch(client);
    }
    ReportDocument report = client.report(window);
    write(report, client);
    console.out().print(text(report));
    console.out().flush();
    return check && report.missed() ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }

  private void write(ReportDocument report, AdminClient client)
      throws CannotStart, InterruptedException {
    if (html.isPresent()) {
      Documents.write(html.get(), ReportHtml.of(report, client.series(window)));
    }
    if (md.isPresent()) {
      Documents.write(md.get(), ReportMarkdown.of(report));
    }
  }

  private String text(ReportDocument report) {
    return json ? report.json() + "\n" : ReportTable.of(report);
  }

  private int watch(AdminClient client) throws CannotStart, InterruptedException {
    if (check) {
      throw new CannotStart("--check judges one report: leave out --watch");
    }
    String clear = Console.terminal() && !json ? CLEAR : "";
    String shown = shown(client);
    try (var _ = InterruptOnStop.watch(console.stop().apply(HangUp.ENDS))) {
      while (true) {
        console.out().print(clear + shown);
        console.out().flush();
        Thread.sleep(EVERY);
        shown = again(client);
      }
    }
  }

  private String shown(AdminClient client) throws CannotStart, InterruptedException {
    ReportDocument report = client.report(window);
    write(report, client);
    return text(report);
  }

  /// A gateway that is away for a while is asked again. What is read by a program gets reports
  /// alone.
  private String again(AdminClient client) throws InterruptedException {
    try {
      return shown(client);
    } catch (CannotStart away) {
      if (json) {
        console.err().println(away.getMessage());
      }
      return json ? "" : away.getMessage() + "\n";
    }
  }
}
