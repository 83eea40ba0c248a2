package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.embed.EmbedLab;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lab embed`: what an idle gateway adds to an application.
@Command(
    name = "embed",
    description = "Embeds a gateway in an application that does nothing: memory and threads.")
final class LabEmbed implements Callable<Integer> {
  private final Console console;

  LabEmbed(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      return EmbedLab.run(console.out());
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
