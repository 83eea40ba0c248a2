package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.embed.EmbedLab;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import picocli.CommandLine.Command;

/// `lab embed`: what an idle gateway adds to an application.
@Command(
    name = "embed",
    description = "Embeds a gateway in an application that does nothing: memory and threads.")
final class LabEmbed extends Experiment {
  @Override
  int run(Console console) throws IOException, InterruptedException {
    try (Folder classes = Folder.create("sluice-embed")) {
      return EmbedLab.run(console.out(), classes.path());
    }
  }
}
