package dev.sluice.cli.litellm;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.server.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `import litellm`: a configuration from one of LiteLLM.
@Command(
    name = "litellm",
    description = {
      "Reads LiteLLM's config.yaml, and writes a sluice.yaml.",
      "A comment tells of each line that did not carry over. Keys in clear are not copied."
    })
final class LitellmImport implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "LiteLLM's configuration.")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write. Without it: to standard output.")
  private Optional<String> output = Optional.empty();

  @Option(names = "--force", description = "Writes over a file that is there.")
  private boolean force;

  LitellmImport(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    Imported imported;
    try {
      imported = Importer.of(file, console.env());
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return ExitCode.CHECK_FAILED;
    }
    if (output.isPresent()) {
      write(output.get(), imported.text());
    } else {
      console.out().print(imported.text());
    }
    tell(imported);
    return imported.problems().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private void write(String name, String text) throws CannotStart {
    OpenOption[] options =
        force
            ? new OpenOption[] {WRITE, CREATE, TRUNCATE_EXISTING}
            : new OpenOption[] {WRITE, CREATE_NEW};
    try {
      Path path = Path.of(name);
      if (Files.exists(path) && Files.isSameFile(path, Path.of(file))) {
        throw new CannotStart(name + " is LiteLLM's own file: name another one with -o");
      }
      Files.writeString(path, text, options);
    } catch (FileAlreadyExistsException e) {
      throw new CannotStart(name + " is there already: name another file, or add --force");
    } catch (IOException | InvalidPathException e) {
      throw new CannotStart(name + " cannot be written: name a file in a folder that is there");
    }
  }

  private void tell(Imported imported) {
    console
        .err()
        .println(
            "%s: %s carried over, %d left out; %s"
                .formatted(
                    file,
                    Plural.of(imported.models(), "model"),
                    imported.leftOut(),
                    Plural.of(imported.remarks(), "comment")));
    if (!imported.variables().isEmpty()) {
      console.err().println("  set before the start: " + String.join(", ", imported.variables()));
    }
    imported
        .problems()
        .forEach(
            problem -> console.err().println("  to be mended in what was written: " + problem));
  }
}
