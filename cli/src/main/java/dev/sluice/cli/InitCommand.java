package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.config.FirstFile;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.schema.Schema;
import dev.sluice.config.file.Environment;
import dev.sluice.config.file.Environment.Found;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `init`: the command that writes a first configuration.
@Command(
    name = "init",
    description = {
      "Writes a first configuration for the providers' keys in the environment, and beside it"
          + " its schema for editors. The file has the names of their variables, never a value.",
      "Asks nothing, and overwrites nothing."
    })
final class InitCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = ConfigArgument.USUAL,
      description = "Where to write it: ${DEFAULT-VALUE} in this folder unless it is named.")
  private String file = ConfigArgument.USUAL;

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    Environment environment = Environment.of(console.env());
    environment.leftOut().forEach(why -> console.err().println("sluice: " + why));
    if (environment.found().isEmpty()) {
      throw new CannotStart(
          "no provider's key in the environment: set one of "
              + String.join(", ", Environment.variables()));
    }
    if (!write(path(), FirstFile.text(environment, console.env()))) {
      throw new CannotStart(
          file + " is there already, and nothing is overwritten: name another FILE, or remove it");
    }
    String variables =
        environment.found().stream().map(Found::variable).collect(Collectors.joining(", "));
    console.out().println(file + ": written for " + variables);
    schema(path().resolveSibling(Schema.FILE));
    console.out().println("next: ./sluice validate " + file + " && ./sluice serve -c " + file);
    return ExitCode.DONE;
  }

  private void schema(Path beside) throws CannotStart {
    if (write(beside, Schema.text())) {
      console.out().println(beside + ": the schema, for editors");
    } else {
      console
          .out()
          .println(
              beside + ": is there already and stays; `./sluice schema` prints this version's");
    }
  }

  private Path path() throws CannotStart {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new CannotStart("the name of the file is none: name another FILE");
    }
  }

  /// Writes a file where there is none.
  ///
  /// @return whether there was none
  private static boolean write(Path path, String text) throws CannotStart {
    try {
      Files.writeString(path, text, UTF_8, CREATE_NEW, WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new CannotStart(
          "%s cannot be written (%s): name a FILE in a folder that is there and is yours"
              .formatted(path, e.getClass().getSimpleName()));
    }
  }
}
