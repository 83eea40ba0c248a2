package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.embed.EmbedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      Path classes = Files.createTempDirectory("sluice-embed");
      try {
        return EmbedLab.run(console.out(), classes);
      } finally {
        delete(classes);
      }
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
