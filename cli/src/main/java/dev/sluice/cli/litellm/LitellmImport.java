package dev.sluice.cli.litellm;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.call.text.Plural;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.config.yaml.ConfigException;
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
      "A comment tells of each line that did not carry over. Keys in clear are not copied.",
      "With --database takes over LiteLLM's teams, keys and budgets."
    })
final class LitellmImport implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "LiteLLM's configuration. May be left out with --database.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write. Without it: to standard output.")
  private Optional<String> output = Optional.empty();

  @Option(names = "--force", description = "Writes over a file that is there.")
  private boolean force;

  @Option(
      names = "--database",
      paramLabel = "URL",
      arity = "0..1",
      fallbackValue = "",
      description = {
        "LiteLLM's database: its teams, keys and budgets go into the store of the file that is",
        "written, or of -c. Its keys go on as they are. Without URL: that in DATABASE_URL, which",
        "keeps its password out of the list of processes. PGPASSWORD may have the password, too."
      })
  private Optional<String> database = Optional.empty();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "With --database alone: whose store it goes into. Else: sluice.yaml here.")
  private Optional<String> config = Optional.empty();

  @Option(
      names = "--dry",
      description = "With --database alone: shows what would go into the store.")
  private boolean dry;

  LitellmImport(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    checkOptions();
    Optional<DatabaseImport> accounts =
        database.isPresent()
            ? Optional.of(DatabaseImport.of(console, database.get()))
            : Optional.empty();
    int code = file.isPresent() ? write(file.get()) : ExitCode.DONE;
    if (code == ExitCode.DONE && accounts.isPresent()) {
      accounts.get().into(filled(), dry);
    }
    return code;
  }

  private void checkOptions() throws CannotStart {
    if (file.isEmpty() && database.isEmpty()) {
      throw new CannotStart("nothing to import: name LiteLLM's configuration, or --database");
    }
    if (file.isPresent() && database.isPresent() && output.isEmpty()) {
      throw new CannotStart("--database needs -o FILE, whose store takes the teams and keys");
    }
    if (file.isPresent() && (config.isPresent() || dry)) {
      throw new CannotStart("-c and --dry are for --database alone: leave FILE or them out");
    }
    if (file.isEmpty() && (output.isPresent() || force)) {
      throw new CannotStart("-o and --force need LiteLLM's configuration: name it, or use -c");
    }
  }

  /// The configuration whose store is filled.
  private String filled() {
    return file.isPresent() ? output.orElseThrow() : config.orElse(ConfigArgument.USUAL);
  }

  private int write(String source) throws CannotStart {
    Imported imported;
    try {
      imported = Importer.of(source, console.env(), database.isPresent());
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return ExitCode.CHECK_FAILED;
    }
    if (output.isPresent()) {
      write(source, output.get(), imported.text());
    } else {
      console.out().print(imported.text());
    }
    tell(source, imported);
    return imported.problems().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private void write(String source, String name, String text) throws CannotStart {
    OpenOption[] options =
        force
            ? new OpenOption[] {WRITE, CREATE, TRUNCATE_EXISTING}
            : new OpenOption[] {WRITE, CREATE_NEW};
    try {
      Path path = Path.of(name);
      if (Files.exists(path) && Files.isSameFile(path, Path.of(source))) {
        throw new CannotStart(name + " is LiteLLM's own file: name another one with -o");
      }
      Files.writeString(path, text, options);
    } catch (FileAlreadyExistsException e) {
      throw new CannotStart(name + " is there already: name another file, or add --force");
    } catch (IOException | InvalidPathException e) {
      throw new CannotStart(name + " cannot be written: name a file in a folder that is there");
    }
  }

  private void tell(String source, Imported imported) {
    console
        .err()
        .println(
            "%s: %s carried over, %d left out; %s"
                .formatted(
                    source,
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
